"""Tasks made twice: which ones, and what is said of two results that differ."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from dreamgen.executors.local import Local
from dreamgen.recipe.composing import compose
from dreamgen.recipe.schema import Recipe
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.placing import Placing
from dreamgen.tasks.proof import Proof, find_difference
from dreamgen.tasks.run import run_tasks
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task
from dreamgen.tasks.worker import Worker


@pytest.mark.parametrize(("share", "twice"), [(0, 0), (0.25, 10), (0.3, 12), (1, 40)])
def test_as_many_are_doubled_as_the_share_says_and_evenly(tmp_path, share, twice):
    tasks = [Task(number, Recipe(), tmp_path / "a.png") for number in range(40)]
    doubled = list(Proof(share).double(tasks))
    seconds = [task.number for task in doubled if task.proof == 2]
    assert len(seconds) == twice
    firsts = [task.number for task in doubled if task.proof == 1]
    assert [-1 - number for number in seconds] == firsts
    assert [task.number for task in doubled if task.number >= 0] == list(range(40))
    assert not twice or max(np.diff([-1, *firsts, 40])) <= 1 / share + 1


@pytest.mark.parametrize("order", [(0, -1), (-1, 0)])
def test_two_results_become_the_first_whichever_comes_first(tmp_path, order):
    task = Task(0, Recipe(), tmp_path / "a.png")
    proof = Proof(1)
    list(proof.double([task]))
    halves = {}
    for number, level in ((0, 10), (-1, 12)):
        path = tmp_path / f"{number}.png"
        Image.new("RGB", (2, 2), (level, 10, 10)).save(path)
        halves[number] = Made(number, path, place=f"worker {number}")
    assert proof.settle(halves[order[0]]) is None
    assert proof.settle(halves[order[1]]) == halves[0]
    assert not halves[-1].path.exists()
    assert proof.differences == [
        "number 1, on worker 0 and worker -1, differs in 4 of 12 values, by at most 2 of 255"
    ]
    assert str(proof) == "0 of 1 results made twice are the same, each on two workers"
    assert proof.settle(Made(7)) == Made(7)


def test_what_differs_is_said(tmp_path):
    paths = [tmp_path / name for name in ("a.png", "b.png", "c.png", "d.gif", "e.gif")]
    for path, size in zip(paths, (2, 2, 3), strict=False):
        Image.new("RGB", (size, size)).save(path)
    paths[1].write_bytes(paths[1].read_bytes() + b"more")  # and the same pixels
    paths[3].write_bytes(b"one")
    paths[4].write_bytes(b"two")
    made = [Made(0, path) for path in paths]
    assert find_difference(made[0], made[0]) == ""
    assert find_difference(made[0], made[1]) == "differs in its bytes"
    assert find_difference(made[0], made[2]) == "differs in its size"
    assert find_difference(made[3], made[4]) == "differs in its bytes"
    failed = replace(made[0], path=None, problem="no room")
    assert find_difference(made[0], failed) == "failed once alone: no room"
    assert find_difference(failed, failed) == ""


def test_what_failed_both_times_was_not_made_twice(tmp_path):
    proof = Proof(1)
    list(proof.double([Task(0, Recipe(), tmp_path / "a.png")]))
    assert proof.settle(Made(0, problem="no room")) is None
    assert proof.settle(Made(-1, problem="no room")) == Made(0, problem="no room")
    assert str(proof).startswith("0 of 0 results made twice")


def test_the_same_process_makes_the_same_twice_and_nothing_is_left_over(tmp_path, registry):
    keys = {"input": "sample:rex", "size": 32, "steps": 1, "octaves": {"count": 1}}
    tasks = [
        Task(n, compose([("", {**keys, "seed": n})]), tmp_path / f"out/{n}.png") for n in range(3)
    ]
    outcomes, proof = [], Proof(0.5)
    where = Placing(registry)
    run_tasks(tasks, Local(together=8), Setup(installed=False), where, outcomes.append, proof)
    assert [outcome.problem for outcome in outcomes] == ["", "", ""]
    assert str(proof) == "2 of 2 results made twice are the same, 0 of them on two workers"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["0.png", "1.png", "2.png"]


def test_neighbours_share_a_batch_unless_they_are_compared(tmp_path, registry, monkeypatch):
    sizes = []
    make = Worker._make
    monkeypatch.setattr(
        Worker, "_make", lambda self, batch: sizes.append(len(batch)) or make(self, batch)
    )
    keys = {"input": "noise", "size": 32, "steps": 1, "octaves": {"count": 1}}
    recipes = [compose([("", {**keys, "seed": n})]) for n in range(5)]
    recipes[3] = compose([("", {**keys, "input": "missing.png"})])
    tasks = [Task(n, recipe, tmp_path / f"{n}.png") for n, recipe in enumerate(recipes)]
    made = list(Local(together=8).run(Proof(0.2).double(tasks), Setup(installed=False)))
    assert [each.number for each in made] == [0, -1, 1, 2, 3, 4]
    assert [size for size in sizes if size] == [1, 1, 2, 1, 1]
    assert "no file missing.png" in made[4].problem
    assert all(each.objective is not None for each in made if not each.problem)
