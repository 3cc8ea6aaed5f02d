"""Break text into lines of a width, measured in the bundled font."""

from __future__ import annotations

import functools
import importlib.resources
import re
from dataclasses import dataclass

from PIL import ImageFont

from dreamgen.loaders.svg.translate.html_style import TextStyle

ASCENT, DESCENT = 0.905, 0.212
"""Of Helvetica and Arial, in font sizes: what most programs that make drawings measure with."""
_MONOSPACE = 0.602
"""Of the font size, how wide each letter is in Vera Sans Mono; Courier's are 0.600."""
_MEASURED = 100  # pixels, the size at which text is measured
_BOLD = {"bold", "bolder", "600", "700", "800", "900"}
_MOST_WORDS = 20_000
_LONGEST_WORD = 200
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass
class Run:
    """Words of one style."""

    text: str
    style: TextStyle


@dataclass
class Paragraph:
    """Runs from one forced break to the next."""

    runs: list[Run]
    style: TextStyle
    before: float = 0.0
    """Space above, in pixels."""


def break_lines(paragraph: Paragraph, width: float) -> list[list[Run]]:
    """Return the lines of a paragraph, each of runs; one line if nothing may wrap."""
    lines: list[list[Run]] = [[]]
    filled = 0.0
    words = 0
    for run in paragraph.runs:
        if run.style.spaces.startswith("pre"):
            for index, text in enumerate(run.text.split("\n")):
                lines += [[]] if index else []
                lines[-1].append(Run(text, run.style))
            continue
        for piece in _split_words(run.text):
            words += 1
            piece = piece if lines[-1] else piece.lstrip(" ")
            length = measure(piece, run.style)
            full = filled + measure(piece.rstrip(" "), run.style) > width * 1.02 + 0.5
            if run.style.wraps and lines[-1] and full and words < _MOST_WORDS:
                lines.append([])
                filled, piece = 0.0, piece.lstrip(" ")
                length = measure(piece, run.style)
            if piece:
                lines[-1].append(Run(piece, run.style))
                filled += length
    return [_join(line) for line in lines if line] or [[]]


def measure(text: str, style: TextStyle) -> float:
    """Return the length of text in pixels, as if set in the bundled fonts."""
    if len(text) > _LONGEST_WORD:
        return 0.55 * len(text) * style.size  # an average letter
    if "monospace" in style.family.lower():
        return _MONOSPACE * len(text) * style.size
    bold = style.weight in _BOLD
    return _measure(text, bold) * style.size / _MEASURED


@functools.lru_cache(4096)
def _measure(text: str, bold: bool) -> float:
    return float(_load_font("Bold" if bold else "Regular").getlength(text))


@functools.lru_cache(2)
def _load_font(weight: str) -> ImageFont.FreeTypeFont:
    file = importlib.resources.files("dreamgen") / "fonts" / f"OpenSans-{weight}.ttf"
    return ImageFont.truetype(str(file), _MEASURED, layout_engine=ImageFont.Layout.BASIC)


def _split_words(text: str) -> list[str]:
    """Return words, each with the space that follows it."""
    return re.findall(r" ?[^ ]+ ?| ", _SPACES.sub(" ", text))


def _join(line: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in line:
        if joined and joined[-1].style == run.style:
            joined[-1] = Run(joined[-1].text + run.text, run.style)
        else:
            joined.append(run)
    joined[-1] = Run(joined[-1].text.rstrip(" "), joined[-1].style)
    return joined
