"""Whole jobs, as a user asks for them: a training from plan to file, and an evaluation."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import torch
from torch import Tensor

import dreamgen
from dreamgen import BadInput
from dreamgen_bestiary.catalogue import catalogue
from dreamgen_bestiary.training.budget import choose_count
from dreamgen_bestiary.training.collection import Collection, Tell, draw_collection, load_or_draw
from dreamgen_bestiary.training.evaluate import Accuracy, measure_accuracy
from dreamgen_bestiary.training.learner import MEAN, STD, Learner
from dreamgen_bestiary.training.own_pictures import crop_pictures
from dreamgen_bestiary.training.plan import Plan
from dreamgen_bestiary.training.reporting import open_report
from dreamgen_bestiary.training.snapshot import Workshop
from dreamgen_bestiary.training.train import count_steps, train

SAMPLES = 256  # pictures over which the finished network's statistics are measured


def run_training(
    plan: Plan, output: Path, minutes: float | None, device: str, resume: bool, quiet: bool
) -> None:
    """Train and write ``output``; what is unfinished is kept in a folder beside it.

    ``minutes`` are for drawing and training together. Resuming takes the plan of the training that
    was begun.
    """
    begun = time.monotonic()
    place = dreamgen.choose_device(device)
    workshop = Workshop(output.absolute().with_name(f".{output.name}.training"))
    if resume:
        plan = workshop.plan()
    start = None if plan.start is None else dreamgen.load_backbone(plan.start).module
    if minutes is not None and not resume and plan.pictures is None:
        drawn = [catalogue()[name] for name in plan.classes]
        count = choose_count(drawn, plan.count, _choose_side(plan), place, minutes)
        plan = plan.model_copy(update={"count": count})
    with open_report(quiet) as report:
        workshop.folder.mkdir(exist_ok=True)
        collection = _get_collection(plan, workshop, place, report.show_drawing)
        if not resume:
            plan = plan.model_copy(update={"classes": collection.classes})
            if minutes is not None:
                rehearsal = Learner(plan, place, start)
                left = max(0.0, minutes - (time.monotonic() - begun) / 60)
                steps = count_steps(plan, collection, rehearsal, left)
                plan = plan.model_copy(update={"steps": steps})
            workshop.begin(plan)
        report.say(
            f"{plan.steps} steps on {len(collection)} pictures of {len(plan.classes)} classes"
        )
        learner = Learner(plan, place, start)
        train(plan, collection, learner, workshop, report.show_training)
    _finish(plan, collection, learner, output)
    shutil.rmtree(workshop.folder, ignore_errors=True)


def run_evaluation(
    backbone: str,
    count: int,
    side: int,
    radius: float,
    steps: int,
    seed: int,
    device: str,
    quiet: bool,
) -> Accuracy:
    """Test a backbone on fresh pictures of all its classes that can be drawn."""
    place = dreamgen.choose_device(device)
    model = dreamgen.load_backbone(backbone)
    known = catalogue()
    able = [name for name in model.classes if name in known]
    if not able:
        raise BadInput(f"{backbone} knows none of the classes that can be drawn")
    module = model.module.eval().to(place).to(memory_format=torch.channels_last)
    mean = torch.tensor(model.mean, device=place).view(1, 3, 1, 1)
    std = torch.tensor(model.std, device=place).view(1, 3, 1, 1)

    def logits(pictures: Tensor) -> Tensor:
        return module((pictures - mean) / std).float()

    with open_report(quiet) as report:
        wanted = [known[name] for name in able]
        fresh = draw_collection(wanted, count, side, seed, place, report.show_drawing)
        labels = torch.tensor([model.classes.index(name) for name in able])[fresh.labels]
        fresh = Collection(fresh.images, labels, tuple(model.classes))
        found = measure_accuracy(logits, fresh, radius, steps, place, report.show_testing)
    return Accuracy(found.clean, found.robust, {name: found.by_class[name] for name in able})


def _get_collection(plan: Plan, workshop: Workshop, device: torch.device, tell: Tell) -> Collection:
    if plan.pictures is not None:
        return crop_pictures(Path(plan.pictures), _choose_side(plan), plan.seed, tell)
    classes = [catalogue()[name] for name in plan.classes]
    folder = workshop.folder
    return load_or_draw(folder, classes, plan.count, _choose_side(plan), plan.seed, device, tell)


def _choose_side(plan: Plan) -> int:
    """Return the side at which pictures are kept: crops of them fill the training's own."""
    return -(-plan.side // 8) * 8 + 16


def _get_synonyms(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {} if plan.pictures else {name: catalogue()[name].words for name in plan.classes}


def _finish(plan: Plan, collection: Collection, learner: Learner, output: Path) -> None:
    generator = torch.Generator().manual_seed(plan.seed)
    index = torch.randperm(len(collection), generator=generator)[:SAMPLES]
    dreamgen.save_backbone(
        output,
        learner.average,
        architecture=plan.architecture,
        classes=collection.classes,
        mean=MEAN,
        std=STD,
        samples=collection.images[index].float() / 255,
        synonyms=_get_synonyms(plan),
        robust=plan.radius > 0,
    )
