"""What the default regularisers add to a step of the ascent, on the bundled network and on ResNet-50.

    python benchmarks/filters.py [--size 512] [--steps 8] [--threads 1]

A step with the default regularisers against one with jitter alone, in turn, in processor time: other
work on the machine hardly counts. Each row is the median of the steps of one octave.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Sequence
from itertools import pairwise

import torch

from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.bundled import Bestiary
from dreamgen.backbones.sources.timm import Timm
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.batch import Subject
from dreamgen.engine.gradient_ascent import dream
from dreamgen.engine.memory import reuse_freed_memory
from dreamgen.engine.octaves import Octave
from dreamgen.engine.precision import choose_precision
from dreamgen.engine.scoring import Scoring
from dreamgen.imaging.noise import pink_noise
from dreamgen.objectives.layer import LayerEnergy
from dreamgen.optimisers.normalised import Normalised
from dreamgen.parameterisations.pixels import Pixels
from dreamgen.regularisers.base import Regulariser
from dreamgen.regularisers.blur import Blur
from dreamgen.regularisers.chroma import Chroma
from dreamgen.regularisers.jitter import Jitter

BARE: Sequence[Regulariser] = (Jitter(),)
DEFAULT: Sequence[Regulariser] = (Jitter(), Blur(), Chroma())
CPU = torch.device("cpu")


def main() -> None:
    """Measure, and print a table."""
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    reuse_freed_memory()
    networks = [
        ("bestiary", lambda: Bestiary().load(None), 6),
        ("resnet50", lambda: Timm(name="resnet50").load("random"), "layer3"),
    ]
    print("network    layer     precision   bare ms   default ms   added")
    for name, load, layer in networks:
        for precision in (torch.bfloat16, torch.float32):
            if precision is torch.bfloat16 and choose_precision("auto", CPU) is not precision:
                continue
            network = Network(load(), CPU, precision, name)
            wanted = network.find(layer)
            bare, full = measure(network, wanted, arguments.size, arguments.steps)
            print(
                f"{name:10} {wanted:9} {str(precision).removeprefix('torch.'):9}"
                f" {bare * 1e3:9.1f} {full * 1e3:12.1f} {full / bare - 1:7.1%}",
                flush=True,
            )


def measure(network: Network, layer: str, size: int, steps: int) -> tuple[float, float]:
    """Return the processor seconds of a step with jitter alone, and with the defaults."""
    taken: dict[int, list[float]] = {0: [], 1: []}
    for repeat in range(4):
        for which, regularisers in enumerate((BARE, DEFAULT)):
            times = time_steps(network, layer, size, steps, regularisers)
            taken[which] += times if repeat else []  # the first is for warming up
    bare, full = (statistics.median(times) for times in taken.values())
    return bare, full


def time_steps(
    network: Network, layer: str, size: int, steps: int, regularisers: Sequence[Regulariser]
) -> list[float]:
    """Return the processor seconds of each step but the first."""
    rng = random.Random(0)
    scoring = Scoring(network, [(1.0, LayerEnergy())], layer, 4 / 3, rng)
    ascent = Ascent(
        regularisers=regularisers,
        parameterisation=Pixels(),
        optimiser=Normalised(),
        octaves=lambda size: [Octave(*size, steps + 1)],
        step_size=1.0,
        device=network.device,
    )
    subject = Subject(pink_noise((size, size * 3 // 4), 0), scoring, rng)
    moments: list[float] = []
    dream(network, [subject], ascent, lambda step: moments.append(time.process_time()))
    return [after - before for before, after in pairwise(moments)]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--steps", type=int, default=6)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
