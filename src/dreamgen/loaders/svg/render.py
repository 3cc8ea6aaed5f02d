"""Drawing SVG with resvg, in a process with a limit of time and memory."""

from __future__ import annotations

import importlib.resources
import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL.Image import Image
from PIL.PngImagePlugin import PngImageFile

from dreamgen.imaging.levels import read_levels
from dreamgen.loaders.isolation import Limits, run_isolated
from dreamgen.loaders.svg.drawing import Drawing

_SECONDS = 1.4
_SECONDS_PER_LAYER = 0.25  # a blur of the whole picture takes 0.1 s
_MOST_LAYERS = 16  # more are drawn, but allowed no more time
_SECONDS_FOR_FONTS = 0.4
_SECONDS_PER_CHARACTER = 0.6 / 2**20  # a scatter of 50,000 circles takes 1.6 s for 3.4 million
_MOST_CHARACTERS = 16 << 20  # more, mostly embedded pictures, are allowed no more time
_MEMORY = 544 << 20  # bytes
_BUNDLED_FONT, _BUNDLED_MONOSPACE = "Open Sans", "Bitstream Vera Sans Mono"
_WORKER = Path(__file__).with_name("resvg_worker.py")


def render(
    documents: Sequence[str], drawing: Drawing, name: str, pixels: int, patience: float
) -> list[np.ndarray]:
    """Return each document, at its own size, as uint8 (H, W, 4), colours not premultiplied.

    ``pixels`` is the expected size; the limits of time and memory grow with it. The renderer can
    neither hang nor crash this process: past its limits it is ended, and BadInput says so.
    Text falls back on the bundled fonts; fonts of the system are used where a drawing names them.
    """
    size = max(1.0, pixels / 2**20)
    characters = min(sum(len(document) for document in documents), _MOST_CHARACTERS)
    seconds = _SECONDS + _SECONDS_FOR_FONTS * drawing.has_text + _SECONDS_PER_CHARACTER * characters
    seconds += _SECONDS_PER_LAYER * min(drawing.layers, _MOST_LAYERS)
    memory = (_MEMORY + 24 * characters + 48 * 2**20 * (size - 1)) * max(1.0, patience)
    limits = Limits(seconds * size * patience, int(memory))
    with tempfile.TemporaryDirectory(prefix="dreamgen-fonts-") as folder:
        options = _options(drawing.has_text, _save_fonts(drawing.fonts, Path(folder)))
        request = json.dumps({"documents": list(documents), "options": options}, ensure_ascii=False)
        answer = run_isolated(_WORKER, request.encode(), limits, name, ["resvg_py"])
    return [_decode_png(png) for png in _split_pictures(answer)]


def _save_fonts(fonts: Sequence[bytes], folder: Path) -> list[str]:
    """Write a drawing's own fonts where the renderer finds them: it takes files only."""
    files = [folder / f"{index}.ttf" for index in range(len(fonts))]
    for file, font in zip(files, fonts, strict=True):
        file.write_bytes(font)
    return [str(file) for file in files]


def _options(has_text: bool, own_fonts: Sequence[str]) -> dict[str, object]:
    families = ["font_family", "serif_family", "sans_serif_family", "cursive_family"]
    families += ["fantasy_family"]
    fonts = Path(str(importlib.resources.files("dreamgen"))) / "fonts"
    options: dict[str, object] = dict.fromkeys(families, _BUNDLED_FONT)
    options["monospace_family"] = _BUNDLED_MONOSPACE
    options["font_files"] = [*sorted(str(file) for file in fonts.glob("*.ttf")), *own_fonts]
    options["skip_system_fonts"] = not has_text
    options["dpi"] = 96.0  # without, the renderer draws lengths in mm or pt as nothing
    return options


def _split_pictures(answer: bytes) -> list[bytes]:
    pictures, at = [], 0
    while at < len(answer):
        length = int.from_bytes(answer[at : at + 8], "little")
        pictures.append(answer[at + 8 : at + 8 + length])
        at += 8 + length
    return pictures


def _decode_png(png: bytes) -> np.ndarray:
    # Not by Image.open, which takes a limit of pixels from a global value that is the host's.
    image: Image = PngImageFile(io.BytesIO(png))
    return read_levels(image if image.mode == "RGBA" else image.convert("RGBA"))
