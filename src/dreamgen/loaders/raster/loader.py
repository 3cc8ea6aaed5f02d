"""The loader of pixel pictures: PNG, JPEG, WebP, TIFF, GIF, BMP and AVIF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from dreamgen.errors import BadInput
from dreamgen.loaders.base import Loader, Source
from dreamgen.loaders.losses import Losses
from dreamgen.loaders.protection import check_items, name_unkept
from dreamgen.loaders.raster.formats import NAMES, find_format
from dreamgen.loaders.sizing import check_pixels, choose_raster_size
from dreamgen.recipe.values import Size

if TYPE_CHECKING:
    from PIL import Image

    from dreamgen.imaging.bands import Bands
    from dreamgen.imaging.picture import Picture


class Raster(Loader):
    """Photographs and other pixels, upright and in sRGB, at the size asked for.

    Applied: the EXIF orientation; an embedded colour profile, or what else says how the colours are
    meant (cICP, gAMA, cHRM, nclx; a high dynamic range is compressed); and all 16 bits, except
    where a profile is applied to colour.
    An animation gives its first frame. Transparency is kept, and becomes the mask. Without a size
    a picture keeps its own, up to 1024 pixels on the longest side. Where width and height are both
    asked for, the middle that fills them is taken. In a chart, known by its flat colours, words
    are found by what they look like; a photograph is left alone.
    """

    protect: str = Field(
        "text", description="what stays as it is: text and legend (its keys) in a chart, or none"
    )
    where: str | None = Field(
        None, description="what dreams: the panel of a chart; with a ? after it, if there is one"
    )

    def accepts(self, source: Source) -> bool:
        return find_format(source.data) is not None

    def load(self, source: Source, size: Size | None) -> Picture:
        if not source.data:
            raise BadInput(f"{source.name} is empty")
        losses = Losses(source.name)
        try:
            bands, target = self._decode(source, size, losses)
            picture = self._picture(bands, target, source.name, losses)
            check_visible(picture, source.name)
            return picture
        finally:
            losses.warn()

    def _decode(
        self, source: Source, size: Size | None, losses: Losses
    ) -> tuple[Bands, tuple[int, int]]:
        from dreamgen.loaders.raster.isolated import decode_isolated

        kind = find_format(source.data)
        if kind is None:
            known = ", ".join(NAMES.values())
            raise BadInput(f"{source.name} is not a picture of a known kind ({known})")
        return decode_isolated(source, kind, size, losses)

    def measure(self, source: Source, size: Size | None) -> tuple[int, int] | None:
        from dreamgen.loaders.raster.header import measure_upright

        natural = measure_upright(source.data, find_format(source.data) or "")
        if natural is None:
            return None
        check_pixels(*natural, source.name)
        return choose_raster_size(natural, size, source.name)

    def picture_of(self, image: Image.Image | Bands, size: Size | None, name: str) -> Picture:
        """Return any Pillow image, or bands, as a picture; ``name`` is what messages call it."""
        from dreamgen.imaging.bands import Bands
        from dreamgen.loaders.raster.decoding import prepare

        try:
            if isinstance(image, Bands):
                check_pixels(*image.size, name)
                bands, target = image, choose_raster_size(image.size, size, name)
            else:
                bands, target = prepare(image, size, name)
        except (OSError, SyntaxError, ValueError) as error:  # an image of a damaged file
            raise BadInput(f"{name} cannot be decoded: {' '.join(str(error).split())}") from error
        losses = Losses(name)
        picture = self._picture(bands, target, name, losses)
        losses.warn()
        return picture

    def _picture(self, bands: Bands, target: tuple[int, int], name: str, losses: Losses) -> Picture:
        from dreamgen.imaging.resampling import resample

        masked = _apply_masks(resample(bands, target), self.protect, self.where, name)
        if "protect" in self.model_fields_set:
            name_unkept(self.protect, masked, name, losses)
        return masked


def check_visible(picture: Picture, name: str) -> None:
    """Raise BadInput for a picture that shows nothing; a film may have such frames."""
    if picture.alpha is not None and not picture.alpha.any():
        raise BadInput(f"{name} shows nothing: every pixel is transparent")


def _apply_masks(picture: Picture, protect: str, where: str | None, name: str) -> Picture:
    """Return the picture with its words kept and only its panel dreaming, as far as asked for."""
    from dreamgen.loaders.item_lists import split_list

    check_items(split_list(protect))
    wanted = split_list(where or "")
    for item in wanted:
        if not item.endswith("?") and item != "panel":
            raise BadInput(
                f"{name} is made of pixels, which have no {item!r}; give a picture to --mask instead"
            )
    kept = [item.removesuffix("?").strip() for item in split_list(protect)]
    words, keys = ("text" in kept, "legend" in kept)
    if not words and not keys and not wanted:
        return picture
    from dreamgen.loaders.charts.masks import mask_chart

    panel = "panel" in [item.removesuffix("?") for item in wanted]
    masked = mask_chart(picture, words, keys, panel)
    if "panel" in wanted and masked.mask is None:
        raise BadInput(f"no panel is found in {name}; give a picture to --mask instead")
    return masked
