"""How dreamgen draws charts, compared with Chromium: `python compare.py FOLDER [--sheet worst.png]`.

Prints for each producer (what a file's name begins with): how many charts, the mean and the worst
of their mean absolute differences (0..255), and the shares whose panel and whose words are found:
a panel by the drawing's own elements, or by how the picture looks.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import warnings
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from PIL import Image

from dreamgen.errors import BadInput, InputWarning
from dreamgen.loaders.base import Source
from dreamgen.loaders.svg.loader import Svg
from dreamgen.recipe.values import Size

SIZE = Size(640)
WORST = 10


@dataclass(frozen=True)
class Result:
    """One chart: its drawings, uint8 (H, W, 3), and what was found in it."""

    file: Path
    ours: np.ndarray
    theirs: np.ndarray
    named_panel: bool
    seen_panel: bool
    words: bool

    @property
    def difference(self) -> float:
        return float(np.abs(self.ours.astype(int) - self.theirs).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sheet", type=Path, help="where to show the ten worst side by side")
    parser.add_argument("--browser", default="chromium")
    arguments = parser.parse_args()
    results: dict[str, list[Result]] = defaultdict(list)
    for file in sorted(arguments.folder.glob("*.svg")):
        try:
            results[file.name.partition("-")[0]].append(measure(file, arguments.browser))
        except BadInput as error:
            print(f"refused: {error}")
    print_table(results)
    everything = sorted(chain(*results.values()), key=lambda one: -one.difference)
    for one in everything[:WORST]:
        print(f"{one.difference:6.2f}  {one.file.name}")
    if arguments.sheet:
        show_side_by_side(everything[:WORST]).save(arguments.sheet)


def measure(file: Path, browser: str) -> Result:
    source = Source(file.read_bytes(), file.name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InputWarning)
        picture = Svg().load(source, SIZE)
    ours = (picture.pixels.permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)
    named, seen = find_panel(source)
    theirs = draw_in_browser(file, picture.size, browser)
    return Result(file, ours, theirs, named, seen, picture.protected is not None)


def find_panel(source: Source) -> tuple[bool, bool]:
    """Say whether a panel is found by the drawing's elements, or else by how the picture looks."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            Svg(where="panel").load(source, SIZE)
        except BadInput:
            return False, False
    fell_back = any("panel" in str(one.message) for one in caught)
    return not fell_back, fell_back


def draw_in_browser(file: Path, size: tuple[int, int], browser: str) -> np.ndarray:
    """Return the file as a browser draws it at a size in pixels; drawings are kept beside it."""
    kept = file.with_suffix(".browser.png")
    if not kept.exists() or Image.open(kept).size != size:
        width, height = size
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder, "page.html")
            page.write_text(
                f'<body style="margin:0;background:#fff"><img src="{file.resolve().as_uri()}"'
                f' style="display:block;width:{width}px;height:{height}px">'
            )
            command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
            command += [f"--window-size={width},{height}", f"--screenshot={kept.resolve()}"]
            subprocess.run([*command, page.as_uri()], check=True, capture_output=True)
    return np.asarray(Image.open(kept).convert("RGB").crop((0, 0, *size)))


def print_table(results: dict[str, list[Result]]) -> None:
    print(f"{'producer':12} number   mean  worst  panel named  panel seen  words")
    for producer, group in [*results.items(), ("all", list(chain(*results.values())))]:
        apart = [one.difference for one in group]
        named, seen, words = (
            np.mean([getattr(one, name) for one in group])
            for name in ("named_panel", "seen_panel", "words")
        )
        print(
            f"{producer:12} {len(group):6} {np.mean(apart):6.2f} {max(apart):6.2f}"
            f" {named:12.0%} {seen:11.0%} {words:6.0%}"
        )


def show_side_by_side(results: list[Result]) -> Image.Image:
    """Return a sheet of rows: dreamgen's drawing, the browser's, and their difference."""
    rows = []
    for one in results:
        apart = 255 - np.abs(one.ours.astype(int) - one.theirs).astype(np.uint8)
        row = Image.fromarray(np.concatenate([one.ours, one.theirs, apart], axis=1))
        rows.append(row.resize((900, round(900 * row.height / row.width))))
    sheet = Image.new("RGB", (900, sum(row.height for row in rows)), "white")
    top = 0
    for row in rows:
        sheet.paste(row, (0, top))
        top += row.height
    return sheet


if __name__ == "__main__":
    main()
