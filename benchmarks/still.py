"""dreamgen against the loop that a user would write by hand: same network, octaves, steps, pixels.

    python benchmarks/still.py [--backbone resnet50] [--layer layer3] [--size 512] [--steps 10]

The plain loop runs the whole network forward, keeps one layer with a hook, and asks autograd for
everything; both begin with the same weights and the same random shifts. Each is run in a process of
its own, alternately, and the best of the repeats counts. Pixels are compared after one step in each
octave, where only rounding can tell the two apart: over many steps any two orders of adding up drift
apart, as kinks of the network amplify the last digit. Also timed: from typing the default command to
the finished file, and `dreamgen --help`.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OCTAVES, RATIO, JITTER, STEP = 4, 1.4, 16, 0.012
NAMES = ("plain loop", "dreamgen")


def build(name: str):
    import timm
    import torch

    torch.manual_seed(0)
    # The last norm of each block starts at zero otherwise, and most of the gradient with it.
    return timm.create_model(name, zero_init_last=False)


def source(size: int):
    import torch

    generator = torch.Generator().manual_seed(1)
    coarse = torch.rand(1, 3, 12, 16, generator=generator)
    return torch.nn.functional.interpolate(coarse, (size * 3 // 4, size), mode="bicubic").clamp(
        0, 1
    )


def plain_loop(args: argparse.Namespace):
    """Dream as the tutorials do, on whichever layer, and return the picture."""
    import torch
    from torch.nn import functional as F

    model = build(args.backbone).eval()
    seen = {}
    layer = dict(model.named_modules())[args.layer]
    layer.register_forward_hook(lambda module, inputs, output: seen.update(layer=output))
    mean = torch.tensor(model.pretrained_cfg["mean"]).view(1, 3, 1, 1)
    std = torch.tensor(model.pretrained_cfg["std"]).view(1, 3, 1, 1)
    whole, rng = source(args.size), random.Random(0)
    height, width = whole.shape[2:]
    detail = torch.zeros_like(whole)
    for octave in reversed(range(OCTAVES)):
        size = round(height / RATIO**octave), round(width / RATIO**octave)
        base = F.interpolate(whole, size, mode="bicubic", antialias=True) if octave else whole
        base = base.clamp(0, 1)
        if tuple(detail.shape[2:]) != size:
            detail = F.interpolate(detail, size, mode="bicubic", antialias=True)
        picture = (base + detail).clamp(0, 1)
        for _ in range(args.steps):
            shifts = rng.randint(-JITTER, JITTER), rng.randint(-JITTER, JITTER)
            picture = picture.detach().requires_grad_(True)
            model((torch.roll(picture, shifts, (2, 3)) - mean) / std)
            (seen["layer"] ** 2).mean().div(2).backward()
            step = (picture.grad / picture.grad.abs().mean()).clamp(-6, 6) * STEP
            picture = (picture.detach() + step).clamp(0, 1)
        detail = picture - base
    return picture[0]


def with_dreamgen(args: argparse.Namespace):
    """The same dream by dreamgen's engine."""
    import torch

    from dreamgen.backbones.base import Model
    from dreamgen.backbones.network.network import Network
    from dreamgen.engine.ascent import Ascent
    from dreamgen.engine.gradient_ascent import Subject, dream
    from dreamgen.engine.memory import reuse_freed_memory
    from dreamgen.engine.octaves import plan_octaves
    from dreamgen.engine.scoring import Scoring
    from dreamgen.imaging.picture import Picture
    from dreamgen.objectives.layer import LayerEnergy
    from dreamgen.optimisers.normalised import Normalised
    from dreamgen.parameterisations.pixels import Pixels
    from dreamgen.regularisers.jitter import Jitter

    reuse_freed_memory()
    module, device = build(args.backbone), torch.device("cpu")
    config = module.pretrained_cfg
    model = Model(module, "random", tuple(config["mean"]), tuple(config["std"]))
    network, rng = Network(model, device, torch.float32), random.Random(0)
    scoring = Scoring(network, [(1.0, LayerEnergy())], args.layer, 4 / 3, rng)
    ascent = Ascent(
        regularisers=[Jitter(pixels=JITTER)],
        parameterisation=Pixels(),
        optimiser=Normalised(size=STEP, clip=6, final=1.0),
        octaves=lambda size: plan_octaves(size, OCTAVES, RATIO, args.steps, 1.0),
        step_size=1.0,
        device=device,
    )
    picture = Picture(source(args.size)[0])
    return dream(network, [Subject(picture, scoring, rng)], ascent)[0]


def work(args: argparse.Namespace) -> None:
    """Run one of the two in this process, and write pixels, seconds and memory down."""
    import torch

    torch.set_num_threads(args.threads)
    run = {"plain loop": plain_loop, "dreamgen": with_dreamgen}[args.worker]
    begun = time.perf_counter()
    pixels = run(args).detach()
    seconds = time.perf_counter() - begun
    torch.save(pixels, args.result)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps({"seconds": seconds, "peak": peak}))


def run_in_subprocess(name: str, steps: int, folder: str) -> tuple[dict, Path]:
    """Run one of the two in a fresh process; return its figures and the file of its pixels."""
    result = Path(folder) / f"{name}.pt"
    more = ["--steps", steps, "--worker", name, "--result", result]
    words = [sys.executable, __file__, *sys.argv[1:], *more]
    out = subprocess.run([*map(str, words)], capture_output=True, text=True, check=True)
    return json.loads(out.stdout.splitlines()[-1]), result


def measure(args: argparse.Namespace) -> None:
    import torch

    best: dict[str, dict] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(args.repeats):
            for name in NAMES:
                run, _ = run_in_subprocess(name, args.steps, folder)
                if name not in best or run["seconds"] < best[name]["seconds"]:
                    best[name] = run
        first, second = (torch.load(run_in_subprocess(name, 1, folder)[1]) for name in NAMES)
    unlike = (first - second).abs()
    plain, ours = best["plain loop"], best["dreamgen"]
    print(
        f"{args.backbone} {args.layer}, {args.size} px, {OCTAVES} octaves x {args.steps} steps, fp32"
    )
    print(f"{'':12}{'seconds':>9}{'peak GB':>9}")
    for name, run in best.items():
        print(f"{name:12}{run['seconds']:9.1f}{run['peak']:9.2f}")
    print(f"dreamgen is {plain['seconds'] / ours['seconds']:.2f} times as fast")
    print(f"after a step an octave, pixels of 0..1 differ by {float(unlike.mean()):.1e} on average")


def commands() -> None:
    """Time what a newcomer types, best of three."""
    with tempfile.TemporaryDirectory() as folder:
        default = ["render", "--preset", "psychedelic-plot", "--size", "640", "-q"]
        for words in (["--help"], default):
            seconds = []
            for _ in range(3):
                begun = time.perf_counter()
                script = Path(sys.executable).parent / "dreamgen"
                subprocess.run([script, *words], cwd=folder, capture_output=True, check=True)
                seconds.append(time.perf_counter() - begun)
            print(f"dreamgen {' '.join(words)}: {min(seconds):.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--backbone", default="resnet50")
    parser.add_argument("--layer", default="layer3")
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--result", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.worker:
        work(args)
    else:
        measure(args)
        commands()


if __name__ == "__main__":
    main()
