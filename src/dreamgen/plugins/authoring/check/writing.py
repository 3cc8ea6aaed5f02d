"""Check components that write pictures."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgen.outputs.base import Output
from dreamgen.plugins.authoring.check.loading import FOREIGN
from dreamgen.plugins.guard.require import require

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame

SIZE = (64, 48)  # width and height: even, as video wants them
SEED = 7
FRAMES = (3, 1)
"""How many frames an output is given: a zoom's, and the single one of a still."""
RECIPE = 'input = "Größe.svg"\n\n[output]  # <&>\n'


def check_output(output: Output) -> None:
    """It draws every frame, writes a file or a folder, reads the recipe back, leaves nothing else."""
    suffixes = output.suffixes
    require(suffixes, "it names no suffixes, so no file can choose it")
    wrong = [x for x in suffixes if x and (not x.startswith(".") or x != x.lower())]
    require(not wrong, f"its suffix {wrong[:1]} must be lower-case and begin with a dot")
    output.check()
    for suffix in suffixes:
        for count in FRAMES:
            with tempfile.TemporaryDirectory(prefix="dreamgen-") as folder:
                _check_written(output, Path(folder) / f"picture{suffix}", count)
                _check_reads_nothing(output, Path(folder) / f"foreign{suffix}")


def _check_written(output: Output, path: Path, count: int) -> None:
    drawn: list[int] = []

    def frames() -> Iterator[Frame]:
        for index in range(count):
            drawn.append(index)
            yield _make_frame(index, count)

    output.write(frames(), path, RECIPE)
    whole = "" if output.moving else ": the last one is what it must write"
    require(len(drawn) == count, f"it drew {len(drawn)} of {count} frames{whole}")
    require(path.exists(), f"it wrote nothing to {path.name}")
    if output.in_place:
        require(path.is_dir() and any(path.iterdir()), "working in place, it must fill a folder")
    else:
        require(
            path.is_file() and path.stat().st_size > 0, f"{path.name} must be a file, not empty"
        )
    read = output.read_recipe(path)
    require(read in (None, RECIPE), f"it was given the recipe {RECIPE!r} and reads back {read!r}")
    left = [item.name for item in path.parent.iterdir() if item != path]
    require(not left, f"it left {', '.join(left)} behind")


def _check_reads_nothing(output: Output, path: Path) -> None:
    for data in FOREIGN:
        path.write_bytes(data)
        read = output.read_recipe(path)
        require(
            read is None, f"it reads the recipe {read!r} in {data[:12]!r}, which is not its kind"
        )


def _make_frame(index: int, count: int) -> Frame:
    from dreamgen.imaging.noise import pink_noise
    from dreamgen.imaging.picture import Frame

    pixels, source = (pink_noise(SIZE, seed).pixels for seed in (index, SEED))
    return Frame(pixels, None, source, index, count, 0.1 if count > 1 else 0.0)
