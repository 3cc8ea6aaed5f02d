"""Check components that read, change or write pictures."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgen.effects.base import Effect
from dreamgen.errors import BadInput
from dreamgen.loaders.base import Converter, Loader, Source
from dreamgen.outputs.base import Output
from dreamgen.plugins.guard.require import require, require_picture

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame, Picture

SIZE = (64, 48)  # width and height: even, as video wants them
SEED = 7
FOREIGN = (b"", b"\0" * 64, "neither a picture nor a chart: dr\u00e4m".encode())
"""What no loader should think its own."""
RECIPE = 'input = "Größe.svg"\n\n[output]  # <&>\n'


def check_loader(loader: Loader) -> None:
    """It leaves foreign bytes alone, and refuses them with one sentence if it is handed them."""
    for data in FOREIGN:
        source = Source(data, "foreign.bin")
        require(loader.accepts(source) is False, f"it accepts {data[:12]!r}, which is not its kind")
        reads = loader.convert if isinstance(loader, Converter) else None
        try:
            reads(source) if reads else loader.load(source, None)
        except BadInput as problem:
            require("\n" not in str(problem), "what it says of bad input must be one line")
        except Exception as problem:
            raise AssertionError(
                f"bad input must raise BadInput, not {type(problem).__name__}: {problem}"
            ) from problem
        else:
            raise AssertionError(f"it makes something of {data[:12]!r}; it must raise BadInput")


def check_effect(effect: Effect) -> None:
    """A frame of the same size, in 0..1, transparent where it was, and the same for a seed."""
    import torch

    width, height = SIZE
    for alpha in (None, torch.linspace(0, 1, width).expand(1, height, width).contiguous()):
        frame, source = _make_frame(0, 1), _make_source()
        frame = frame if alpha is None else type(frame)(frame.pixels, alpha, frame.source)
        done, again = (effect.apply(frame, source, random.Random(SEED)) for _ in range(2))
        require_picture(done.pixels, (3, height, width), "what it makes of a frame")
        require((done.alpha is None) == (alpha is None), "it must keep a frame's transparency")
        same = torch.equal(done.pixels, again.pixels)
        require(same, "it differs for the same seed: take chances from rng")


def check_output(output: Output) -> None:
    """It draws every frame, writes a file or a folder, reads the recipe back, leaves nothing else."""
    suffixes = output.suffixes
    require(suffixes, "it names no suffixes, so no file can choose it")
    wrong = [x for x in suffixes if x and (not x.startswith(".") or x != x.lower())]
    require(not wrong, f"its suffix {wrong[:1]} must be lower-case and begin with a dot")
    output.check()
    for suffix in suffixes:
        with tempfile.TemporaryDirectory(prefix="dreamgen-") as folder:
            path = Path(folder) / f"picture{suffix}"
            _check_written(output, path)
            _check_reads_nothing(output, Path(folder) / f"foreign{suffix}")


def _check_written(output: Output, path: Path) -> None:
    count, drawn = (3 if output.moving else 1), []

    def frames() -> Iterator[Frame]:
        for index in range(count):
            drawn.append(index)
            yield _make_frame(index, count)

    output.write(frames(), path, RECIPE)
    require(len(drawn) == count, f"it drew {len(drawn)} of {count} frames")
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


def _make_source() -> Picture:
    import torch

    from dreamgen.imaging.noise import pink_noise
    from dreamgen.imaging.picture import Picture

    width, height = SIZE
    words = torch.zeros(1, height, width)
    words[:, 20:24, 10:40] = 1
    pixels = pink_noise(SIZE, SEED).pixels
    return Picture(torch.where(words > 0, torch.zeros_like(pixels), pixels), protected=words)


def _make_frame(index: int, count: int) -> Frame:
    from dreamgen.imaging.noise import pink_noise
    from dreamgen.imaging.picture import Frame

    pixels = pink_noise(SIZE, index).pixels
    return Frame(pixels, None, _make_source().pixels, index, count, 0.1 if count > 1 else 0.0)
