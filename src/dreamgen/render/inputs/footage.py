"""The film that is dreamed: its pictures at the size, the rate and the part asked for."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.errors import BadInput, InputWarning
from dreamgen.loaders.films.moments import play_at_rate
from dreamgen.loaders.films.open_film import is_film, open_film
from dreamgen.loaders.films.reel import Reel, count_ticks
from dreamgen.loaders.films.transparency import is_transparent
from dreamgen.loaders.sizing import choose_raster_size
from dreamgen.outputs.moving.sound import Sound
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.numbering import is_there
from dreamgen.recipe.schema import Film, Recipe
from dreamgen.recipe.values import Size
from dreamgen.render.framing import Sides, half_size
from dreamgen.render.inputs.loading import NOISE, SAMPLE, build_loader, load_kind
from dreamgen.render.inputs.named_file import check_named_file
from dreamgen.render.inputs.regions import find_shares

if TYPE_CHECKING:
    from PIL import Image
    from torch import Tensor

    from dreamgen.imaging.picture import Picture

FRAMES = "raster"
"""The loader that makes a picture of each frame."""


@dataclass(frozen=True)
class Footage:
    """A film's frames as pictures, ``count`` of them, ``rate`` a second, each of ``size`` pixels.

    ``whole`` is the size without --preview. ``mask``, (1, H, W) in 0..1, or the film ``masks`` says
    where dreaming may happen. If the film is ``transparent`` every picture has its opacity, opaque
    ones too, or else none has.
    """

    name: str
    reel: Reel
    start: float
    count: int
    rate: float
    size: Sides
    whole: Sides
    loader: Any
    mask: Tensor | None = None
    masks: Reel | None = None
    transparent: bool = False

    @property
    def sound(self) -> Sound | None:
        """The sound of the part that is dreamed, if the film has any."""
        if not self.reel.has_sound:
            return None
        return Sound(Path(self.name), self.start, self.start + self.count / self.rate)

    def play(
        self, first: int = 0, is_plain: Callable[[int], bool] = lambda number: False
    ) -> Iterator[Picture]:
        """Yield every picture, from the ``first`` on.

        In those that ``is_plain`` says, by their numbers, no words are looked for, which takes long.
        """
        images = play_at_rate(self.reel, self.start, self.count, self.rate, first)
        pictures = self._load_each(enumerate(images, first), is_plain)
        for picture, mask in zip(pictures, self._play_masks(first), strict=False):
            yield picture if mask is None else picture.with_mask(mask)

    def _load_each(
        self, images: Iterable[tuple[int, Image.Image]], is_plain: Callable[[int], bool]
    ) -> Iterator[Picture]:
        """Yield numbered images as pictures: the last one again while the film stands still."""
        plain, last = self.without_masks(), None
        for number, image in images:
            footage = plain if is_plain(number) else self
            shown = footage is plain, image.mode, image.size, image.tobytes()
            if shown != last:
                last, picture = shown, footage._with_opacity(footage._load(image, self.name))
            yield picture

    def _with_opacity(self, picture: Picture) -> Picture:
        if self.transparent and picture.alpha is None:
            return replace(picture, alpha=picture.pixels.new_ones(1, *picture.pixels.shape[1:]))
        if picture.alpha is None or self.transparent:
            return picture
        text = (
            f"{self.name}: a few frames are transparent; they are laid on white as the others are"
        )
        warnings.warn(text, InputWarning, stacklevel=2)
        return replace(picture, alpha=None)

    def without_masks(self) -> Footage:
        """Return the film with its pixels alone: to look for words in each frame takes long."""
        plain = self.loader.model_copy(update={"protect": "none", "where": None})
        return replace(self, loader=plain, mask=None, masks=None)

    def first(self) -> Picture:
        """Return the first picture. Raise BadInput if the film has none there."""
        picture = next(self.play(), None)
        if picture is None:
            raise BadInput(f"{self.name} shows nothing at {self.start:g} s")
        return picture

    def with_mask_of(self, name: str, read: Callable[[str, Sides], Tensor]) -> Footage:
        """Return the film with a mask: a film, or a still picture that ``read`` reads at a size."""
        path = Path(name)
        if not name.startswith(SAMPLE) and is_film(path):
            masks = open_film(path, self.rate)
            if masks.seconds < self.start + (self.count - 1) / self.rate:
                end = f"the mask {name} ends at {masks.seconds:.2f} s"
                text = f"{end}: its last picture stays from there"
                warnings.warn(text, InputWarning, stacklevel=2)
            return replace(self, masks=masks)
        return replace(self, mask=read(name, self.size))

    def _load(self, image: Image.Image, name: str) -> Picture:
        picture: Picture = self.loader.picture_of(image, Size(*self.size), name)
        return picture

    def _play_masks(self, first: int) -> Iterator[Tensor | None]:
        """Yield the mask of each picture; the last one stays if they end before the film does."""
        if self.masks is None:
            yield from repeat(self.mask)
            return
        if first and self.start + (first + 1) / self.rate > self.masks.seconds:
            yield from islice(self._play_masks(0), first, None)  # they may have ended before
            return
        images = play_at_rate(self.masks, self.start, self.count, self.rate, first)
        plain, mask = self.without_masks(), None
        for image in images:
            mask = find_shares(plain._load(image, "the mask"))  # all black: nothing dreams
            yield mask
        if mask is None:
            raise BadInput(f"the mask shows nothing at {self.start:g} s")
        yield from repeat(mask)


def open_footage(recipe: Recipe, registry: Registry, even: bool) -> Footage:
    """Return the film that a recipe names, and its mask if that is a film too.

    ``even``: its frames get even sides. Raise BadInput for what is no film, or has no such part.
    """
    film, path = _film_of(recipe), _find_path(recipe)
    _check_loader(recipe, registry)
    reel = open_film(path, film.fps)
    stop = reel.seconds if film.stop is None else min(film.stop, reel.seconds)
    if film.start >= reel.seconds:
        raise BadInput(
            f"{recipe.where('film.start')}: {film.start:g} s: {path} lasts {reel.seconds:.2f} s"
        )
    if reel.range_name:
        text = f"{path} has a high dynamic range ({reel.range_name}); it is compressed to sRGB"
        warnings.warn(text, InputWarning, stacklevel=2)
    rate = film.fps or reel.rate
    whole = _choose_size(reel, recipe, even)
    return Footage(
        name=str(path),
        reel=reel,
        start=film.start,
        count=count_ticks(film.start, stop, rate),
        rate=rate,
        size=half_size(whole, even) if film.draft else whole,
        whole=whole,
        loader=build_loader(FRAMES, dict(recipe.loader.params), recipe, registry),
        transparent=is_transparent(reel, film.start, stop),
    )


def _film_of(recipe: Recipe) -> Film:
    assert recipe.film is not None
    return recipe.film


def _check_loader(recipe: Recipe, registry: Registry) -> None:
    """Raise BadInput for a loader that is named and would not be asked."""
    name = recipe.loader.use
    if name and load_kind(name, recipe, registry) is not load_kind(FRAMES, recipe, registry):
        where = recipe.where("loader")
        raise BadInput(
            f"{where}: {name} reads no films: leave it out, a film is known by its content"
        )


def _find_path(recipe: Recipe) -> Path:
    name = recipe.input
    if not name:
        raise BadInput("no film is given: name a video, an animation or a folder of frames")
    if name == "-" or name == NOISE or name.startswith(SAMPLE):
        raise BadInput(f"{name} is no film: name a video, an animation or a folder of frames")
    path = Path(name)
    if not is_there(path):
        check_named_file(name)
        raise BadInput(f"{name} is neither a file nor a folder")
    return path


def _choose_size(reel: Reel, recipe: Recipe, even: bool) -> Sides:
    width, height = choose_raster_size(reel.size, recipe.size, str(recipe.input))
    if even and (width % 2 or height % 2) and recipe.size and recipe.size.is_exact:
        raise BadInput(
            f"{recipe.where('size')}: {width}x{height}: video takes even sides only, as "
            f"{width + width % 2}x{height + height % 2}"
        )
    return (width - width % 2, height - height % 2) if even else (width, height)
