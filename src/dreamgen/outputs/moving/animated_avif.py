"""Animated AVIF: the smallest, in all colours, with transparency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from PIL import Image
from pydantic import Field

from dreamgen.errors import DreamError
from dreamgen.outputs.base import Output
from dreamgen.outputs.stills.avif import Avif
from dreamgen.recipe.embedding.containers import Part
from dreamgen.recipe.embedding.iso_boxes import find_box, walk_boxes

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame


class AnimatedAvif(Output):
    """An AVIF image sequence, encoded frame by frame; what is compressed is kept until the end."""

    suffixes: ClassVar[tuple[str, ...]] = (".avif",)
    moving: ClassVar[bool] = True

    quality: int = Field(75, ge=0, le=100, description="from 0, tiny, to 100, nearly lossless")
    speed: int = Field(8, ge=0, le=10, description="0 slow and small, 10 fast and larger")

    def check(self) -> None:
        """Raise BadInput if Pillow was built without AVIF."""
        self._still.check()

    def check_result(self, path: Path, size: tuple[int, int], recipe: str) -> None:
        """Raise BadInput for a side that AVIF does not hold."""
        self._still.check_result(path, size, recipe)

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the frames. Raises DreamError without any; OSError passes through."""
        from dreamgen.recipe.embedding.embed import embed_recipe

        self.check()
        durations: list[int] = []
        images = _iterate_images(frames, durations)
        first = next(images, None)
        if first is None:
            raise DreamError("there is nothing to write: no frame was made")
        with path.open("wb+") as file:
            _Sequence(first, images).save(
                file,
                "AVIF",
                save_all=True,
                duration=durations,
                **self._still.options(),
                **embed_recipe("AVIF", recipe),
            )
            _clear_times(file)

    @property
    def _still(self) -> Avif:
        return Avif(quality=self.quality, speed=self.speed)

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        return Avif.read_recipe(path)


def _iterate_images(frames: Iterable[Frame], durations: list[int]) -> Iterator[Image.Image]:
    """Yield frames as images of one mode; their milliseconds are appended to ``durations``."""
    from dreamgen.imaging.dither import to_image

    until, mode = 0.0, None
    for frame in frames:
        image = to_image(frame)
        mode = mode or image.mode
        start, until = until, until + frame.seconds
        durations.append(round(until * 1000) - round(start * 1000))
        yield image.convert(mode)


def _clear_times(file: BinaryIO) -> None:
    """Take out when the file was made, so that the same frames give the same file.

    It stands twice in the heads of the film and of its tracks (ISO/IEC 14496-12, section 8.2).
    """
    movie = find_box(file, b"moov")
    if movie is None:
        return
    inside = _walk_into(file, movie)
    tracks = [track for track in inside if track.kind == b"trak"]
    media = [box for track in tracks for box in _walk_into(file, track)]
    deeper = [box for each in media if each.kind == b"mdia" for box in _walk_into(file, each)]
    for head in (*inside, *media, *deeper):
        if head.kind in (b"mvhd", b"tkhd", b"mdhd"):
            version = head.read(file, head.length)[0]
            file.seek(head.start + 4)
            file.write(bytes(16 if version else 8))


def _walk_into(file: BinaryIO, box: Part) -> list[Part]:
    return list(walk_boxes(file, box.start, box.start + box.length))


class _Sequence(Image.Image):
    """Images one after another, as Pillow's writers go through the frames of a file."""

    is_animated = True

    def __init__(self, first: Image.Image, rest: Iterator[Image.Image]):
        super().__init__()
        self._rest = rest
        self._at = 0
        self._show(first)

    def _show(self, image: Image.Image) -> None:
        self.im, self._mode, self._size = image.im, image.mode, image.size

    def seek(self, frame: int) -> None:
        """Go on to a frame. Raise EOFError after the last one."""
        if frame <= self._at:
            return
        following = next(self._rest, None)
        if following is None:
            raise EOFError
        self._at = frame
        self._show(following)

    def tell(self) -> int:
        return self._at
