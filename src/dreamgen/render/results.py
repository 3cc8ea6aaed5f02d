"""What Python callers get: a finished dream, or a zoom whose frames are made as they are asked for."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput
from dreamgen.recipe.schema import Recipe
from dreamgen.render.job import Job
from dreamgen.render.resume import FolderStore
from dreamgen.render.saving import find_output, save
from dreamgen.render.session import Session
from dreamgen.render.still import Listener

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

    from dreamgen.imaging.picture import Frame


@dataclass(frozen=True)
class Dream:
    """A finished dream. It shows itself in a notebook."""

    frame: Frame
    recipe: Recipe
    _text: str
    _session: Session

    @cached_property
    def image(self) -> Image.Image:
        """The dream as a Pillow image, RGB or RGBA, 8 bits."""
        from dreamgen.imaging.dither import to_image

        return to_image(self.frame)

    @property
    def array(self) -> np.ndarray:
        """The dream as float32 (height, width, 3) in 0..1, before any rounding."""
        return self.frame.pixels.permute(1, 2, 0).numpy()

    def save(self, path: str | PathLike[str]) -> Path:
        """Write a file of the kind that its suffix says, with the recipe inside; return its path."""
        path = Path(path)
        output = find_output(self.recipe, path, self._session.registry)
        save([self.frame], path, output, self._text)
        return path

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self.image.save(buffer, "PNG")
        return buffer.getvalue()


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="dreamgen-")


@dataclass(frozen=True)
class Film:
    """A zoom: iterate over it for its frames, save it, or let a notebook show it.

    Frames are made as they are asked for. What has been dreamed is kept on the disk for as long as
    the film is in use, so going through it again dreams nothing twice.
    """

    recipe: Recipe
    _job: Job
    _session: Session
    _listener: Listener | None
    _work: tempfile.TemporaryDirectory[str] = field(default_factory=_folder)

    def __len__(self) -> int:
        return self._job.frames

    def __iter__(self) -> Iterator[Frame]:
        # A generator, so that the film and its folder stay for as long as frames are drawn.
        store = FolderStore(Path(self._work.name))
        yield from self._session.frames(self._job, self._listener, store)

    def save(self, path: str | PathLike[str]) -> Path:
        """Write a file of the kind its suffix says, with the recipe inside; return its path."""
        path = Path(path)
        output = find_output(self.recipe, path, self._session.registry)
        width, height = self._job.picture.size
        if output.even and (width % 2 or height % 2):
            raise BadInput(f"{path.suffix} takes even sides only, not {width}x{height}")
        return save(self, path, output, self._job.text())

    def _repr_html_(self) -> str:
        path = Path(self._work.name) / "shown.webp"
        if not path.exists():
            self.save(path)
        data = base64.b64encode(path.read_bytes()).decode()
        return f'<img src="data:image/webp;base64,{data}">'
