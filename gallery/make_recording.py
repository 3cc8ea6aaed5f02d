"""Write a screen recording of sample:penguins being drawn: make_recording.py -o recording.webp.

It begins with an empty panel; then the points come up one after another, species by species.
"""

from __future__ import annotations

import io
import random
import re
import sys
from pathlib import Path

import resvg_py
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent / "src" / "dreamgen"
WIDTH, FPS = 480, 12
FIRST, LAST, GROWING, COUNT = 6, 50, 3, 60  # frames
LARGER = 1.2  # words must stay legible at half the chart's size
DARKER = {"#ebebeb": "#7f7f7f", 'stroke="#ffffff"': 'stroke="#989898"'}  # ggplot2's theme_dark()
SPECIES = ("adelie", "chinstrap", "gentoo")


def restyle(svg: str) -> str:
    """Return the chart with larger words and a darker panel, on which dreams can be bright too."""
    for light, dark in DARKER.items():
        svg = svg.replace(light, dark)
    size = re.compile(r'font-size="(\d+)"')
    return size.sub(lambda found: f'font-size="{LARGER * int(found[1]):g}"', svg)


def choose_moments(svg: str) -> dict[int, float]:
    """Return when each point comes up, in frames, by where its element begins."""
    rng, points = random.Random(1), []
    for species in SPECIES:
        start = svg.index(f'<g id="{species}"')
        circles = re.compile("<circle").finditer(svg, start, svg.index("</g>", start))
        own = [circle.start() for circle in circles]
        points += rng.sample(own, len(own))
    return {
        point: FIRST + (LAST - FIRST) * number / len(points) for number, point in enumerate(points)
    }


def draw(svg: str, moments: dict[int, float], frame: int) -> Image.Image:
    """Return the chart as it is at a frame: no point yet, some of them growing, or all."""

    def grow(circle: re.Match[str]) -> str:
        age = (frame - moments[circle.start()]) / GROWING if circle.start() in moments else 1
        return "" if age <= 0 else f'{circle[1]}r="{8 * min(1, age):g}"/>'

    drawn = re.sub(r'(<circle [^>]*)r="8"/>', grow, svg)
    fonts = [str(file) for file in (ROOT / "fonts").glob("*.ttf")]
    png = resvg_py.svg_to_bytes(
        svg_string=drawn, width=WIDTH, font_files=fonts, skip_system_fonts=True
    )
    return Image.open(io.BytesIO(bytes(png))).convert("RGB")


def main(path: str) -> None:
    svg = restyle((ROOT / "samples" / "penguins.svg").read_text("utf-8"))
    moments = choose_moments(svg)
    first, *others = (draw(svg, moments, frame) for frame in range(COUNT))
    first.save(path, save_all=True, append_images=others, duration=1000 // FPS, lossless=True)


if __name__ == "__main__":
    main(sys.argv[sys.argv.index("-o") + 1])
