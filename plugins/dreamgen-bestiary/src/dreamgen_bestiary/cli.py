"""dreamgen bestiary: the pictures, the training and the test of dreamgen's own network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dreamgen import BadInput, move_into_place, temporary_path

if TYPE_CHECKING:
    from PIL import Image

    from dreamgen_bestiary.catalogue import Drawn

app = typer.Typer(no_args_is_help=True, help="Draw, train and test dreamgen's network.")

Names = Annotated[
    str, typer.Option("--classes", help="Names or families, separated by commas. Default: all.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")]


@app.command()
def sheet(
    output: Annotated[Path, typer.Option("-o", "--output", help="A PNG, JPEG or WebP file.")],
    classes: Names = "",
    side: Annotated[int, typer.Option(min=32, max=512, help="Side of a picture in pixels.")] = 128,
    each: Annotated[int, typer.Option(min=1, max=32, help="Pictures of each class.")] = 4,
    seed: Annotated[int, typer.Option(help="Same seed, same sheet.")] = 0,
) -> None:
    """Draw a contact sheet of the classes, with their names.

    Example: dreamgen bestiary sheet -o classes.png
    """
    from dreamgen_bestiary.sheet import contact_sheet

    image = contact_sheet(_choose_classes(classes), side, each, seed)
    _save(image, output)
    typer.echo(output)


@app.command()
def train(
    output: Annotated[Path, typer.Option("-o", "--output", help="A .safetensors file.")],
    pictures: Annotated[
        Path | None, typer.Option(help="Your own: one folder, or one picture, for each class.")
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option(min=0.05, help="About how long, drawing included. Or give --steps."),
    ] = None,
    steps: Annotated[
        int | None, typer.Option(min=1, help="Exactly how many training steps.")
    ] = None,
    classes: Names = "",
    count: Annotated[int, typer.Option(min=1, help="Pictures drawn of each class, at most.")] = 400,
    architecture: Annotated[str, typer.Option(help="A convolutional network.")] = "resnet18d",
    start: Annotated[
        str | None,
        typer.Option(
            help="Backbone to begin with, or none. Default: bestiary for your own pictures."
        ),
    ] = None,
    side: Annotated[int, typer.Option(min=64, max=512, help="Side of a picture in pixels.")] = 112,
    radius: Annotated[
        float, typer.Option(min=0, help="Radius of the attack: L2 at 96 pixels.")
    ] = 2.0,
    attack_steps: Annotated[int, typer.Option(min=1, max=20, help="Steps of the attack.")] = 1,
    batch: Annotated[int, typer.Option(min=2, help="Pictures in a training step.")] = 64,
    rate: Annotated[float, typer.Option(min=1e-6, help="Largest learning rate.")] = 1.5e-3,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same network.")] = 0,
    device: Device = "auto",
    resume: Annotated[bool, typer.Option("--resume", help="Go on where it stopped.")] = False,
    quiet: Quiet = False,
) -> None:
    """Train a network on drawn pictures or on your own; use it with --backbone FILE.

    Of the minutes, up to two fifths go into drawing. Example: dreamgen bestiary train --minutes 60
    -o creatures.safetensors
    """
    from dreamgen_bestiary.training.jobs import run_training
    from dreamgen_bestiary.training.plan import Plan

    if output.suffix != ".safetensors":
        raise BadInput(f"-o {output}: must end in .safetensors")
    if not output.parent.is_dir():
        raise BadInput(f"-o {output}: there is no folder {output.parent}")
    if not resume and (minutes is None) == (steps is None):
        raise BadInput("give --minutes or --steps, one of them")
    own = pictures is not None
    plan = Plan(
        architecture=architecture,
        start="bestiary" if own and start is None else None if start == "none" else start,
        pictures=str(pictures.absolute()) if pictures is not None else None,
        classes=() if own else tuple(drawing.name for drawing in _choose_classes(classes)),
        count=count,
        side=side,
        batch=batch,
        rate=rate,
        radius=radius,
        attack_steps=attack_steps,
        seed=seed,
        steps=steps or 10_000,
    )
    run_training(plan, output, minutes, device, resume, quiet)
    typer.echo(output)


@app.command()
def evaluate(
    backbone: Annotated[str, typer.Argument(help="A trained file, or bestiary.")] = "bestiary",
    count: Annotated[int, typer.Option(min=1, help="Fresh pictures of each class.")] = 4,
    side: Annotated[int, typer.Option(min=32, max=512, help="Side of a picture in pixels.")] = 112,
    radius: Annotated[
        float, typer.Option(min=0, help="Radius of the attack: L2 at 96 pixels.")
    ] = 2.0,
    attack_steps: Annotated[int, typer.Option(min=1, help="Steps of the attack.")] = 20,
    seed: Annotated[
        int, typer.Option(min=0, help="Seed of pictures never trained on.")
    ] = 987_654_321,
    device: Device = "auto",
    quiet: Quiet = False,
) -> None:
    """Say how often a network is right about fresh pictures, plain and attacked.

    Example: dreamgen bestiary evaluate creatures.safetensors
    """
    from dreamgen_bestiary.training.jobs import run_evaluation

    found = run_evaluation(backbone, count, side, radius, attack_steps, seed, device, quiet)
    weakest = sorted(found.by_class, key=found.by_class.__getitem__)[:12]
    typer.echo(f"clean   {found.clean:.1%} of {count} fresh pictures of each class")
    typer.echo(f"robust  {found.robust:.1%} under {attack_steps} steps of L2 {radius:g}")
    typer.echo("weakest " + ", ".join(f"{name} {found.by_class[name]:.0%}" for name in weakest))


def _choose_classes(names: str) -> list[Drawn]:
    from dreamgen_bestiary.catalogue import choose

    return choose([name.strip() for name in names.split(",") if name.strip()])


def _save(image: Image.Image, path: Path) -> None:
    try:
        with temporary_path(path) as draft:
            image.save(draft)
            move_into_place(draft, path)
    except (OSError, ValueError) as problem:
        raise BadInput(f"-o {path} cannot be written: {problem}") from None
