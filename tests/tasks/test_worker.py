"""A worker's batches: neighbours that share their forward passes have the pixels of each alone."""

from __future__ import annotations

import numpy as np
from PIL import Image

from dreamgen.recipe.composing import compose, split_embedded
from dreamgen.render.saving.read_recipe import read_recipe
from dreamgen.render.session import Session
from dreamgen.tasks.task import Task
from dreamgen.tasks.worker import Worker


def make_tasks(folder):
    """Two that differ in seed, two more in objective and input, one of another size."""
    keys = {"input": "sample:rex", "size": 40, "steps": 2, "octaves": {"count": 2}, "layer": 3}
    differing = [
        {"seed": 1},
        {"seed": 2},
        {"seed": 3, "objective": "channel(3, 5)"},
        {"input": "noise", "seed": 4, "size": "40x40"},
        {"seed": 5, "objective": "layer(3)"},
        {"seed": 6},
    ]
    return [
        Task(n, compose([("test", {**keys, **own})]), folder / f"{n}.png")
        for n, own in enumerate(differing)
    ]


def test_pictures_of_a_batch_are_those_of_each_alone_to_a_level_of_256(tmp_path, registry):
    session = Session(registry)
    folders = [tmp_path / "alone", tmp_path / "together"]
    for folder in folders:
        folder.mkdir()
    tasks = make_tasks(tmp_path)
    alone = list(Worker(session, folders[0]).make(tasks))
    shared = list(Worker(session, folders[1], together=8).make(tasks))
    assert [made.problem for made in [*alone, *shared]] == [""] * 12
    counts = []
    for one, other in zip(alone, shared, strict=True):
        made = split_embedded(read_recipe(other.path, registry), "it")[1]
        counts.append(made.get("together", 1))
        first, second = (np.asarray(Image.open(each.path), int) for each in (one, other))
        assert np.abs(first - second).max() <= 1
        assert np.abs(one.objective - other.objective) <= 1e-3 * abs(one.objective)
    assert counts == [3, 3, 3, 1, 2, 2]


def test_pictures_made_alone_after_their_batch_failed_say_nothing_of_others(
    tmp_path, registry, monkeypatch
):
    def fail(*_):
        raise MemoryError

    session = Session(registry)
    monkeypatch.setattr(session, "stills", fail)
    worker = Worker(session, tmp_path, together=8)
    for made in worker.make(make_tasks(tmp_path / "out")[:2]):
        assert made.problem == ""
        assert "together" not in split_embedded(read_recipe(made.path, registry), "it")[1]
