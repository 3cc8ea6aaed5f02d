"""The training's parts against plain loops, and the whole of it stopped and resumed."""

from __future__ import annotations

import math
import re

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

from dreamgen import BadInput, load_backbone
from dreamgen_bestiary.catalogue import catalogue, choose
from dreamgen_bestiary.training import budget, jobs
from dreamgen_bestiary.training.attack import perturb
from dreamgen_bestiary.training.augment import augment_pictures
from dreamgen_bestiary.training.collection import Collection, draw_collection
from dreamgen_bestiary.training.evaluate import measure_accuracy
from dreamgen_bestiary.training.learner import Learner
from dreamgen_bestiary.training.own_pictures import crop_pictures
from dreamgen_bestiary.training.plan import Plan
from dreamgen_bestiary.training.snapshot import Workshop
from dreamgen_bestiary.training.train import choose_batch, take_step, tile_mosaics, train

CPU = torch.device("cpu")
SMALL = {"architecture": "test_resnet", "side": 64, "batch": 8, "count": 8, "steps": 5}


@pytest.fixture(scope="module")
def collection():
    classes = choose(["owl", "fish_scales", "dragon_scales"])
    return draw_collection(classes, 8, 64, 0, CPU, lambda *_: None)


@pytest.fixture
def plan(collection) -> Plan:
    return Plan(**SMALL, classes=collection.classes)


def test_every_picture_comes_once_a_round(plan):
    seen = torch.cat([choose_batch(plan, 24, step) for step in range(3)])
    assert sorted(seen.tolist()) == list(range(24))
    assert not torch.equal(choose_batch(plan, 24, 0), choose_batch(plan, 24, 3))


def test_mosaics_and_their_parts():
    pictures = torch.arange(8.0)[:, None, None, None].expand(8, 3, 4, 4)
    whole = tile_mosaics(pictures, 2)
    assert whole.shape == (2, 3, 8, 8)
    for number in range(8):
        mosaic, place = divmod(number, 4)
        row, column = divmod(place, 2)
        part = whole[mosaic, :, row * 4 : row * 4 + 4, column * 4 : column * 4 + 4]
        assert (part == number).all()


def test_logits_of_a_mosaic_belong_to_its_parts(plan):
    learner = Learner(plan, CPU)
    learner._half = False
    features = torch.randn(2, learner.module.num_features, 4, 4)
    learner.module.forward_features = lambda shown: features
    learner.module.eval()
    found = learner.logits(torch.zeros(2, 3, 64, 64), grid=2)
    for number in range(8):
        mosaic, place = divmod(number, 4)
        row, column = divmod(place, 2)
        part = features[mosaic : mosaic + 1, :, row * 2 : row * 2 + 2, column * 2 : column * 2 + 2]
        assert torch.allclose(found[number], learner.module.forward_head(part)[0], atol=1e-5)


@pytest.mark.parametrize("steps", [1, 4])
def test_an_attack_raises_the_loss_within_its_radius(steps):
    torch.manual_seed(0)
    network = nn.Sequential(nn.Flatten(), nn.Linear(3 * 16 * 16, 5))
    pictures, labels = torch.rand(6, 3, 16, 16) * 0.6 + 0.2, torch.arange(6) % 5
    found = perturb(network, pictures, labels, 3.0, steps, torch.Generator().manual_seed(0))
    apart = (found - pictures).flatten(1).norm(dim=1)
    assert (apart <= 3.0 * 16 / 96 + 1e-5).all()
    before = F.cross_entropy(network(pictures), labels, reduction="none")
    after = F.cross_entropy(network(found), labels, reduction="none")
    assert (after > before).all()


def test_seen_differently_every_time_but_by_the_seed():
    images = (torch.rand(5, 3, 80, 80) * 255).byte()
    one, same, other = (
        augment_pictures(images, 64, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2)
    )
    assert one.shape == (5, 3, 64, 64)
    assert one.min() >= 0
    assert one.max() <= 1
    assert torch.equal(one, same)
    assert not torch.equal(one, other)


def test_the_schedule():
    plan = Plan(steps=1000, radius=2.0, side=112, rate=1e-3)
    rates = [plan.rate_at(step) for step in range(1000)]
    assert max(rates) == pytest.approx(1e-3, rel=0.02)
    assert rates[999] < 1e-6
    assert plan.rate_at(530) == pytest.approx(0.5e-3 * (1 + math.cos(math.pi * 0.5)), rel=1e-3)
    assert plan.radius_at(50) == 0
    assert plan.radius_at(999) == 2.0
    assert [plan.side_at(step) for step in (0, 500, 900)] == [64, 80, 112]


def test_a_step_learns_under_attack(plan, collection):
    plan = plan.model_copy(update={"steps": 60, "rate": 5e-3, "mosaic": 0.0, "average": 0.9})
    learner = Learner(plan, CPU)
    losses = [take_step(plan, collection, learner, step)[0] for step in range(24)]
    assert sum(losses[-6:]) < 0.9 * sum(losses[:6])


def test_a_short_training_is_remembered_rather_than_its_beginning(plan, collection):
    learner = Learner(plan.model_copy(update={"rate": 5e-3}), CPU)
    first = learner.module.fc.weight.detach().clone()
    for step in range(6):
        take_step(plan, collection, learner, step)
    ours, theirs = learner.average.fc.weight, learner.module.fc.weight
    assert (ours - theirs).norm() < (ours - first).norm()


def test_drawn_by_many_processes_as_by_one(collection, monkeypatch):
    monkeypatch.setattr("dreamgen_bestiary.training.collection.WORTHWHILE", 1)
    classes = choose(["owl", "fish_scales", "dragon_scales"])
    told = []
    again = draw_collection(classes, 8, 64, 0, CPU, lambda *done: told.append(done))
    assert told == [(8, 24), (16, 24), (24, 24)]
    # Sums by another number of threads may round otherwise.
    assert (again.images.int() - collection.images.int()).abs().max() <= 1
    assert torch.equal(again.labels, collection.labels)


def test_stopped_and_resumed_it_ends_the_same(plan, collection, tmp_path):
    whole, halves = Workshop(tmp_path / "whole"), Workshop(tmp_path / "halves")
    for workshop in (whole, halves):
        workshop.begin(plan)
    learner = Learner(plan, CPU)
    train(plan, collection, learner, whole, lambda _: None)

    class Killed(Exception):
        pass

    def kill(progress):
        if progress.step == 2:
            halves.save(first, 2)
        if progress.step == 3:
            raise Killed

    first = Learner(plan, CPU)
    with pytest.raises(Killed):
        train(plan, collection, first, halves, kill)
    second = Learner(halves.plan(), CPU)
    train(plan, collection, second, halves, lambda _: None)
    ends = zip(learner.average.state_dict().values(), second.average.state_dict().values(),
               strict=True)  # fmt: skip
    assert all(torch.equal(a, b) for a, b in ends)


@pytest.mark.parametrize(("radius", "robust"), [(0.5, 4 / 5), (60.0, 0)])
def test_accuracy_of_a_network_whose_margin_is_known(radius, robust):
    """It tells bright from dark, 0.3 either side of the border: L2 0.3 * sqrt(3 * 16 * 16) = 8.3."""
    shade = torch.tensor([51, 204, 51, 204, 204], dtype=torch.uint8)
    images = shade.view(-1, 1, 1, 1).expand(-1, 3, 16, 16)
    classes = ("dark", "bright", "never")
    collection = Collection(images, torch.tensor([0, 1, 0, 1, 0]), classes)

    def logits(pictures):
        mean = pictures.mean((1, 2, 3)) - 0.5
        return torch.stack([-mean, mean, torch.full_like(mean, -9)], 1)

    told = []
    found = measure_accuracy(logits, collection, radius, 5, CPU, lambda *done: told.append(done))
    assert found.clean == pytest.approx(4 / 5)
    assert found.robust == pytest.approx(robust)
    assert found.by_class["dark"] == pytest.approx(2 / 3)
    assert found.by_class["bright"] == 1
    assert told == [(5, 5)]


def test_own_pictures_make_a_backbone(tmp_path, monkeypatch):
    from dreamgen_bestiary.training import own_pictures as module

    monkeypatch.setattr(module, "CROPS", 12)
    folder = tmp_path / "mine"
    folder.mkdir()
    for name, colour in (("red", (200, 30, 20)), ("blue", (10, 40, 220))):
        Image.new("RGB", (90, 70), colour).save(folder / f"{name}.png")
    made = crop_pictures(folder, 64, 0, lambda *_: None)
    assert made.classes == ("blue", "red")
    assert made.images[made.labels == 1].float().mean((0, 2, 3))[0] > 150
    plan = Plan(**SMALL, pictures=str(folder))
    output = tmp_path / "mine.safetensors"
    jobs.run_training(plan, output, None, "cpu", False, True)
    model = load_backbone(str(output))
    assert model.classes == ("blue", "red")
    assert model.statistics
    assert {value.dtype for value in load_file(output).values() if value.is_floating_point()} == {
        torch.float16
    }
    assert not list(tmp_path.glob(".*"))


def test_a_trained_file_is_evaluated_on_the_classes_that_can_be_drawn(tmp_path):
    output = tmp_path / "three.safetensors"
    plan = Plan(**SMALL, classes=("owl", "fish_scales", "dragon_scales"))
    jobs.run_training(plan, output, None, "cpu", False, True)
    found = jobs.run_evaluation(str(output), 2, 64, 1.0, 1, 5, "cpu", True)
    assert set(found.by_class) == {"owl", "fish_scales", "dragon_scales"}
    assert found.clean == pytest.approx(sum(found.by_class.values()) / 3)
    assert found.robust <= found.clean + 1e-6


def test_minutes_are_for_drawing_and_training_together(tmp_path, monkeypatch, capsys):
    """A picture is said to take 0.1 s, so that of 12 s two fifths are 16 pictures of 3 classes."""
    classes = ("owl", "fish_scales", "dragon_scales")
    monkeypatch.setattr(budget, "_time_picture", lambda *_: 0.1)
    drawn = [catalogue()[name] for name in classes]
    assert budget.choose_count(drawn, 400, 64, CPU, 0.2) == 16
    assert budget.choose_count(drawn, 8, 64, CPU, 0.2) == 8
    with pytest.raises(BadInput, match=r"too short to draw one picture of each of 3 .* give 0\.0"):
        budget.choose_count(drawn, 400, 64, CPU, 0.005)
    monkeypatch.setattr(
        jobs, "count_steps", lambda plan, pictures, learner, left: max(1, round(left * 60))
    )
    plan = Plan(**SMALL | {"count": 400}, classes=classes)
    jobs.run_training(plan, tmp_path / "a.safetensors", 0.025, "cpu", False, False)
    assert re.search(r"\b1 steps on 6 pictures of 3 classes", capsys.readouterr().err)


def test_too_few_pictures_are_refused(tmp_path):
    Image.new("RGB", (20, 20)).save(tmp_path / "only.png")
    with pytest.raises(BadInput, match="two pictures at least"):
        crop_pictures(tmp_path, 64, 0, lambda *_: None)
    with pytest.raises(BadInput, match="no such folder"):
        crop_pictures(tmp_path / "nowhere", 64, 0, lambda *_: None)
