"""Convert any Pillow mode and any embedded colour profile to sRGB."""

from __future__ import annotations

import contextlib
import io

import numpy as np
from PIL import Image, ImageCms

_PROFILED_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}


def to_srgb(image: Image.Image) -> Image.Image:
    """Return the image in sRGB: RGB, RGBA, or F for deep greyscale (0..1).

    Colour of 16 bits reaches us at 8: Pillow has no such mode.
    """
    profile = _read_profile(image)
    if image.mode.startswith(("I", "F")):
        return _convert_deep_grey(image, profile)
    alpha = _read_alpha(image) if image.has_transparency_data else None
    colour = _convert(image, profile)
    if alpha is not None:
        colour.putalpha(alpha)
    return colour


def _read_alpha(image: Image.Image) -> Image.Image:
    return (image if "A" in image.getbands() else image.convert("RGBA")).getchannel("A")


def _read_profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
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


def _convert(image: Image.Image, profile: ImageCms.ImageCmsProfile | None) -> Image.Image:
    """Return the colours in mode RGB."""
    mode = _PROFILED_MODES.get(profile.profile.xcolor_space.strip()) if profile else None
    if profile and mode and (mode == "CMYK") == (image.mode == "CMYK"):
        # A broken profile is left out: the plain conversion is the best guess.
        with contextlib.suppress(ImageCms.PyCMSError, ValueError):
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(
                image.convert(mode), profile, srgb, outputMode="RGB"
            )
            if converted is not None:  # it is None only where it converts in place
                return converted
    return image if image.mode == "RGB" else image.convert("RGB")


def _convert_deep_grey(image: Image.Image, profile: ImageCms.ImageCmsProfile | None) -> Image.Image:
    """Return greyscale of 16 or 32 bits or floats as mode F in 0..1."""
    grey = np.asarray(image if image.mode == "F" else image.convert("I"), dtype=np.float32)
    grey = np.nan_to_num(grey, nan=0.0, posinf=0.0, neginf=0.0)
    grey = np.clip(grey / _find_white(image.mode, float(grey.max())), 0, 1)
    if profile is not None and profile.profile.xcolor_space.strip() == "GRAY":
        ramp = Image.fromarray(np.arange(256, dtype=np.uint8)[None])
        # lcms is not given 16 bits by Pillow; its curve, read off at 256 places, is smooth enough.
        curve = np.asarray(_convert(ramp, profile))[0, :, 1] / 255
        grey = np.interp(grey, np.linspace(0, 1, 256), curve).astype(np.float32)
    return Image.fromarray(grey)


def _find_white(mode: str, largest: float) -> float:
    """Return the value that means white: formats do not say it for floats and 32-bit integers."""
    if mode.startswith("I;16"):
        return 65535.0
    if mode == "F" and largest <= 1:
        return 1.0
    if mode == "F" and largest <= 255:
        return 255.0
    return max(65535.0, largest)
