"""Drawing SVG with resvg, in a process with a limit of time and memory."""

from __future__ import annotations

import importlib.resources
import importlib.util
import io
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from dreamgen.errors import BadInput, DreamError
from dreamgen.loaders.svg.child import EXIT_MEMORY, EXIT_REFUSED
from dreamgen.loaders.svg.clean import Drawing

_SECONDS = 1.4
_SECONDS_PER_LAYER = 0.25  # a blur of the whole picture takes 0.1 s
_MOST_LAYERS = 16  # more are drawn, but allowed no more time
_SECONDS_FOR_FONTS = 0.4
_SECONDS_PER_CHARACTER = 0.6 / 2**20  # a scatter of 50,000 circles takes 1.6 s for 3.4 million
_MOST_CHARACTERS = 16 << 20  # more, mostly embedded pictures, are allowed no more time
_MEMORY = 800 << 20
_BUNDLED_FONT = "Open Sans"
_CHILD = Path(__file__).with_name("child.py")


def render(
    documents: Sequence[str], drawing: Drawing, name: str, pixels: int, patience: float
) -> list[np.ndarray]:
    """Return each document, at its own size, as uint8 (H, W, 4), colours not premultiplied.

    ``pixels`` is the size expected, which the time and memory allowed grow with. The renderer is
    let neither hang nor crash this process: past its limits it is ended, and BadInput says so.
    Text falls back on the bundled font; fonts of the system are used where a drawing names them.
    """
    size = max(1.0, pixels / 2**20)
    has_text = drawing.wordless is not None
    characters = min(sum(len(document) for document in documents), _MOST_CHARACTERS)
    seconds = _SECONDS + _SECONDS_FOR_FONTS * has_text + _SECONDS_PER_CHARACTER * characters
    seconds += _SECONDS_PER_LAYER * min(drawing.layers, _MOST_LAYERS)
    seconds *= size * patience
    request = {
        "library": _library(),
        "documents": list(documents),
        "options": _options(has_text),
        "seconds": seconds,
        "memory": int((_MEMORY + 24 * characters + 48 * 2**20 * (size - 1)) * max(1.0, patience)),
    }
    return [_pixels(png) for png in _pictures(_answer(request, name, seconds))]


def _options(has_text: bool) -> dict[str, object]:
    families = ("font_family", "serif_family", "sans_serif_family", "cursive_family")
    families += ("fantasy_family", "monospace_family")
    fonts = Path(str(importlib.resources.files("dreamgen"))) / "fonts"
    options: dict[str, object] = dict.fromkeys(families, _BUNDLED_FONT)
    options["font_files"] = sorted(str(file) for file in fonts.glob("*.ttf"))
    options["skip_system_fonts"] = not has_text
    return options


def _library() -> str:
    """Return the folder that holds resvg_py: the child, being isolated, may not find it itself."""
    spec = importlib.util.find_spec("resvg_py")
    if spec is None or spec.origin is None:
        raise DreamError("drawings need the package resvg-py: pip install resvg-py")
    return str(Path(spec.origin).parent.parent)


def _answer(request: dict[str, object], name: str, seconds: float) -> bytes:
    try:
        # -I keeps the user's own modules and environment out of it. The clock of the wall is only
        # for what the child's own clock, of its processor, does not see.
        child = subprocess.run(
            [sys.executable, "-I", str(_CHILD)],
            input=json.dumps(request, ensure_ascii=False).encode(),
            capture_output=True,
            timeout=8 * seconds + 10,
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(name) from None
    if child.returncode == 0:
        return child.stdout
    raise _refusal(child.returncode, child.stderr.decode(errors="replace").strip(), name)


def _too_slow(name: str) -> BadInput:
    return BadInput(
        f"{name} takes too long to draw; simplify it, or save it as PNG elsewhere first"
    )


def _refusal(code: int, message: str, name: str) -> BadInput:
    """Put into a sentence how the drawing process ended."""
    if hasattr(signal, "SIGPROF") and code == -signal.SIGPROF:
        return _too_slow(name)
    if code == EXIT_REFUSED:
        last = message.splitlines()[-1] if message else "no reason given"
        return BadInput(f"{name} cannot be drawn: {last}")
    if code in (EXIT_MEMORY, -signal.SIGABRT, -getattr(signal, "SIGKILL", 9)):
        why = "takes too much memory to draw; simplify it or ask for a smaller size"
        return BadInput(f"{name} {why}")
    return BadInput(f"{name} is too intricate to draw: the renderer gave up")


def _pictures(answer: bytes) -> list[bytes]:
    pictures, at = [], 0
    while at < len(answer):
        length = int.from_bytes(answer[at : at + 8], "little")
        pictures.append(answer[at + 8 : at + 8 + length])
        at += 8 + length
    return pictures


def _pixels(png: bytes) -> np.ndarray:
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        return np.array(Image.open(io.BytesIO(png), formats=["PNG"]).convert("RGBA"))
    finally:
        Image.MAX_IMAGE_PIXELS = limit
