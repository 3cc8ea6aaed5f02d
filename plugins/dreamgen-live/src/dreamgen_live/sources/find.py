"""From what the command line names to a source."""

from __future__ import annotations

from pathlib import Path

from dreamgen import BadInput
from dreamgen_live.sources.base import Source

STILLS = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff")
PAGE = "page"
ALLOWED = "camera, camera:1, screen, screen:X,Y,WxH, page, or a file"


def find_source(name: str) -> Source | None:
    """Return the source of a name; None for the page's own camera.

    Raise BadInput, in one sentence, for what there is not.
    """
    kind, _, rest = name.partition(":")
    if name == PAGE:
        return None
    if kind == "camera":
        from dreamgen_live.sources.camera import Camera

        if rest and not (rest.isdecimal() and len(rest) < 4):
            raise BadInput(f"{name}: a camera has a number, as camera:1")
        return Camera(int(rest or 0))
    if kind == "screen":
        from dreamgen_live.sources.screen import Screen

        return Screen(rest)
    from dreamgen_live.sources.film import Film, Still

    path = Path(name)
    if not path.exists():
        raise BadInput(f"{name}: there is no such file; a source is {ALLOWED}")
    return Still(path) if path.suffix.lower() in STILLS else Film(path)
