"""Frames of the films that visitors brought: to scrub through, and to dream one as a still."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from dreamgen import BadInput, open_film, temporary_path
from dreamgen_studio.files.small import SOURCE_SIDE, encode_image
from dreamgen_studio.files.uploads import Uploads

if TYPE_CHECKING:
    from PIL.Image import Image

OPEN = 4
"""Films that are remembered: to open one takes a look at all of its packets."""
FRAMES = "frames"
MOST_STILLS = 256
"""Frames of a film that are kept as pictures: more than dreams of them can wait."""


class Films:
    """The films among the uploads, frame by frame. A moment is in seconds from the start."""

    def __init__(self, uploads: Uploads):
        self._uploads = uploads
        self._reels: OrderedDict[Path, Any] = OrderedDict()
        self._lock = threading.Lock()

    def picture(self, visitor: str, upload: str, at: float) -> bytes:
        """Return a JPEG of the frame that is shown at a moment, at most 1280 pixels a side."""
        return encode_image(self._show(self._uploads.path(visitor, upload), at), SOURCE_SIDE)

    def still(self, visitor: str, upload: str, at: float) -> Path:
        """Return the frame that is shown at a moment as a PNG, named as clip-at-2.50s.png."""
        path = self._uploads.path(visitor, upload)
        name = f"{PurePath(path.name).stem}-at-{at:.2f}s.png"
        still = path.parents[1] / FRAMES / name
        if not still.exists():
            still.parent.mkdir(exist_ok=True)
            with temporary_path(still) as draft:
                self._show(path, at).save(draft, "PNG", compress_level=1)
                draft.replace(still)
            _drop_oldest(still.parent)
        return still

    def _show(self, path: Path, at: float) -> Image:
        try:
            reel = self._open(path)
            shown = next(reel.play(max(0.0, min(at, reel.seconds - 1e-4))), None)
        except BadInput as problem:
            raise BadInput(str(problem).replace(str(path), path.name)) from None
        if shown is None:
            raise BadInput(f"{path.name} shows nothing at {at:g} s")
        image: Image = shown.image
        return image

    def _open(self, path: Path) -> Any:
        with self._lock:
            if path not in self._reels:
                self._reels[path] = open_film(path)
            self._reels.move_to_end(path)
            if len(self._reels) > OPEN:
                self._reels.popitem(last=False)
            return self._reels[path]


def _drop_oldest(folder: Path) -> None:
    stills = sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime)
    for old in stills[:-MOST_STILLS]:
        old.unlink(missing_ok=True)
