"""Embedded ICC profiles, by Little CMS."""

from __future__ import annotations

import contextlib
import io

import numpy as np
from PIL import Image, ImageCms

_PROFILED_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}


def read_profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """Return the embedded profile; None where there is none, it is broken, or it is sRGB anyhow."""
    data = image.info.get("icc_profile")
    if not data:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        name = ImageCms.getProfileDescription(profile).lower()
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    # Converting sRGB to sRGB would cost a rounding for nothing.
    return None if name.startswith("srgb") and "linear" not in name else profile


def convert_profile(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image | None:
    """Return the colours of 8 bits as sRGB, mode RGB; None where the profile does not fit them."""
    mode = _PROFILED_MODES.get(profile.profile.xcolor_space.strip())
    if not mode or (mode == "CMYK") != (image.mode == "CMYK"):
        return None
    # A broken profile is left out: the plain conversion is the best guess.
    with contextlib.suppress(ImageCms.PyCMSError, ValueError):
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image.convert(mode), profile, srgb, outputMode="RGB")
    return None


def convert_grey_profile(grey: np.ndarray, profile: ImageCms.ImageCmsProfile) -> np.ndarray:
    """Return greyscale in 0..1 as sRGB.

    Little CMS is not given more than 8 bits by Pillow; its curve, read off at 256 places, is smooth
    enough.
    """
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8)[None])
    converted = None
    if profile.profile.xcolor_space.strip() == "GRAY":
        converted = convert_profile(ramp, profile)
    if converted is None:
        return grey
    curve = np.asarray(converted)[0, :, 1] / 255
    return np.interp(grey, np.linspace(0, 1, 256), curve).astype(np.float32)
