"""Are the things in a dream the things that were asked for? Dreamed on one network, judged by another.

    python benchmarks/recognition.py --backbone tf_efficientnet_lite0 --judge tf_efficientnet_lite1

Each class is dreamed from noise, and the picture shown to a network that did not make it. Networks of
one's own files: --weights FILE and --judge-weights FILE. Other settings than the defaults, as columns
of their own: --settings "maco: parameterisation=maco optimiser=nadam". Where lucent (PyPI:
torch-lucent) can be imported, --lucent draws the same classes on the same network at its own defaults.

Seen in November 2026, EfficientNet-Lite0 judged by Lite1, 20 classes (lucent 0.1.8, 128 px, 512 steps):

| | top-1 | top-5 | probability | seconds | hf | clipped |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| defaults | 1 | 1 | 0.77 | 14 | 0.023 | 0.000 |
| lucent | 0.85 | 0.95 | 0.57 | 63 | 0.125 | 0.000 |

top-1, top-5  share of pictures whose class the judge names first, or among its first five
probability   that the judge gives the class, as a mean
seconds       of processor time for a picture, on one thread
hf            share of the energy of the lightness above 0.35 cycles a pixel: the fine noise
clipped       share of values within 2/255 of black or white
pure          share of pixels whose largest and smallest channel are more than 0.8 apart
"""

from __future__ import annotations

import argparse
import shlex
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

import dreamgen
from dreamgen.backbones.base import Model
from dreamgen.backbones.network.classifier import get_labels

CLASSES = (
    "golden retriever, lion, tabby, flamingo, jellyfish, daisy, strawberry, sports car, fire engine, "
    "castle, goldfinch, starfish, scorpion, abacus, broccoli, volcano, tarantula, banana, "
    "French horn, tiger"
)
COLUMNS = ("top-1", "top-5", "probability", "seconds", "hf", "clipped", "pure")
FINE = 0.35  # cycles a pixel

Maker = Callable[[str, int], Tensor]
"""A class's name and number to its picture, (3, H, W) in 0..1."""


def measure_picture(picture: Tensor) -> dict[str, float]:
    """Return the figures that need no judge, of a picture (3, H, W) in 0..1."""
    lightness = picture.mean(0)
    energy = torch.fft.fft2(lightness - lightness.mean()).abs().square()
    down, across = (torch.fft.fftfreq(side) for side in lightness.shape)
    fine = (down[:, None].square() + across.square()).sqrt() > FINE
    spread = picture.amax(0) - picture.amin(0)
    return {
        "hf": float(energy[fine].sum() / energy.sum()),
        "clipped": float(((picture < 2 / 255) | (picture > 253 / 255)).float().mean()),
        "pure": float((spread > 0.8).float().mean()),
    }


def judge_picture(picture: Tensor, judge: Model, number: int) -> dict[str, float]:
    """Return what a judge says of a picture of one class, shown at the judge's own size."""
    shown = F.interpolate(
        picture[None], judge.input_size[1:], mode="bicubic", antialias=True, align_corners=False
    ).clamp(0, 1)
    mean, std = (torch.tensor(values).view(1, -1, 1, 1) for values in (judge.mean, judge.std))
    with torch.no_grad():
        found = judge.module((shown - mean) / std).softmax(1)[0]
    rank = int((found > found[number]).sum())
    return {"top-1": rank < 1, "top-5": rank < 5, "probability": float(found[number])}


def dream_by(args: argparse.Namespace, settings: str) -> Maker:
    """Return what dreams a class with the defaults and a few settings, KEY=VALUE KEY=VALUE."""
    keys: dict[str, Any] = dict(item.partition("=")[::2] for item in shlex.split(settings))
    if args.size is not None:
        keys["size"] = args.size

    def make(name: str, number: int) -> Tensor:
        made = dreamgen.dream(
            preset=args.preset,
            backbone=args.backbone,
            weights=args.weights,
            objective=f'concept("{name}")',
            seed=number,
            **keys,
        )
        return made.frame.pixels

    return make


def lucent_by(args: argparse.Namespace) -> Maker:
    """Return what draws a class with lucent's defaults, but the network's own normalisation."""
    import kornia
    from torchvision.transforms import Normalize

    for moved in ("get_rotation_matrix2d", "warp_affine"):  # in kornia since lucent's last release
        if not hasattr(kornia, moved):
            setattr(kornia, moved, getattr(kornia.geometry.transform, moved))
    from lucent.optvis import render, transform

    model = dreamgen.load_backbone(args.backbone, args.weights)
    views = [*transform.standard_transforms, Normalize(model.mean, model.std)]

    def make(name: str, number: int) -> Tensor:
        torch.manual_seed(number)
        (drawn,) = render.render_vis(
            model.module.eval(),
            f"labels:{number}",
            transforms=views,
            preprocess=False,
            progress=False,
            show_image=False,
        )
        return torch.from_numpy(drawn[0]).permute(2, 0, 1)

    return make


def compare(args: argparse.Namespace, makers: dict[str, Maker]) -> None:
    """Print a row for each maker: its figures as means over the classes."""
    judge = dreamgen.load_backbone(args.judge, args.judge_weights)
    judge.module.eval()
    numbers = {label: number for number, names in enumerate(get_labels(judge)) for label in names}
    print(f"| {len(args.classes)} classes | " + " | ".join(COLUMNS) + " |")
    print("| --- |" + " ---: |" * len(COLUMNS))
    for maker, make in makers.items():
        rows = []
        for name in args.classes:
            start = time.process_time()
            picture = make(name, numbers[name])
            seconds = time.process_time() - start
            judged = judge_picture(picture, judge, numbers[name])
            rows.append({**judged, **measure_picture(picture), "seconds": seconds})
            keep(picture, args.pictures, maker, name)
        means = [sum(row[column] for row in rows) / len(rows) for column in COLUMNS]
        print(f"| {maker} | " + " | ".join(f"{mean:.3g}" for mean in means) + " |", flush=True)


def keep(picture: Tensor, folder: Path | None, maker: str, name: str) -> None:
    """Write a picture into a folder, if there is one."""
    if folder is not None:
        from torchvision.utils import save_image

        folder.mkdir(parents=True, exist_ok=True)
        save_image(picture, folder / f"{maker}-{name.replace(' ', '-')}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--backbone", required=True, help="the network that dreams")
    parser.add_argument("--weights", help="a file; its own if left out")
    parser.add_argument("--judge", required=True, help="the network that is asked")
    parser.add_argument("--judge-weights", help="a file; its own if left out")
    parser.add_argument("--classes", default=CLASSES, help="names, with commas between them")
    parser.add_argument("--preset", default="visualise")
    parser.add_argument("--size", type=int, help="of the dreams; the preset's if left out")
    parser.add_argument("--settings", action="append", default=[], metavar="NAME: KEY=VALUE ...")
    parser.add_argument("--lucent", action="store_true", help="lucent's pictures too")
    parser.add_argument("--pictures", type=Path, help="a folder for the pictures")
    args = parser.parse_args()
    args.classes = [name.strip() for name in args.classes.split(",")]
    torch.set_num_threads(1)
    makers = {"defaults": dream_by(args, "")}
    for text in args.settings:
        name, _, settings = text.partition(":")
        makers[name.strip()] = dream_by(args, settings)
    if args.lucent:
        makers["lucent"] = lucent_by(args)
    compare(args, makers)


if __name__ == "__main__":
    main()
