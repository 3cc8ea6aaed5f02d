"""Tasks are run lazily, and put in place safely: with a stand-in for the executor."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from dreamgen.executors.base import Executor
from dreamgen.recipe.embedding.embed import embed_recipe
from dreamgen.recipe.schema import Recipe
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.placing import Placing
from dreamgen.tasks.run import run_tasks
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task


class Writes(Executor):
    """Writes a tiny picture for each task, in a scratch folder."""

    folder: str
    taken: list

    def run(self, tasks, setup):
        for task in tasks:
            self.taken.append(task.number)
            path = Path(self.folder, f"{task.number}.png")
            Image.new("RGB", (2, 2)).save(path, **embed_recipe("PNG", task.text()))
            yield Made(task.number, path, seconds=1.0, objective=0.5, place="here")


@pytest.fixture
def run(tmp_path, registry):
    (tmp_path / "scratch").mkdir()

    def go(tasks, **how):
        executor = Writes(folder=str(tmp_path / "scratch"), taken=[])
        outcomes = []
        run_tasks(tasks, executor, Setup(), Placing(registry, **how), outcomes.append)
        return outcomes, executor.taken

    return go


@pytest.fixture
def tasks(tmp_path):
    return [Task(n, Recipe(input="noise", seed=n), tmp_path / f"out/{n}.png") for n in range(3)]


def test_results_lie_in_their_places_and_nothing_stays_in_the_scratch_folder(run, tasks, tmp_path):
    outcomes, _ = run(tasks)
    assert [outcome.path for outcome in outcomes] == [task.out for task in tasks]
    assert all(task.out.stat().st_size for task in tasks)
    assert list((tmp_path / "scratch").iterdir()) == []
    assert [(o.seconds, o.objective, o.place) for o in outcomes] == [(1.0, 0.5, "here")] * 3
    assert sorted(path.name for path in tasks[0].out.parent.iterdir()) == [
        "0.png",
        "1.png",
        "2.png",
    ]


def test_what_is_there_is_refused_skipped_or_replaced(run, tasks):
    run(tasks[:2])
    before = [task.out.stat().st_ino for task in tasks[:2]]

    outcomes, taken = run(tasks)
    assert taken == [2]
    assert ["exists already" in outcome.problem for outcome in outcomes] == [True, True, False]
    assert [task.out.stat().st_ino for task in tasks[:2]] == before

    outcomes, taken = run(tasks, resume=True)
    assert taken == []
    assert all(outcome.skipped and not outcome.problem for outcome in outcomes)
    assert [task.out.stat().st_ino for task in tasks[:2]] == before

    outcomes, taken = run(tasks, force=True)
    assert taken == [0, 1, 2]
    assert [task.out.stat().st_ino for task in tasks[:2]] != before


def test_resume_skips_nothing_that_was_made_otherwise(run, tasks, tmp_path):
    run(tasks[:1])
    other = replace(tasks[0], recipe=Recipe(input="noise", seed=0, steps=3))
    outcomes, taken = run([other], resume=True)
    assert taken == []
    assert "made with another steps" in outcomes[0].problem

    stranger = tmp_path / "stranger.png"
    Image.new("RGB", (2, 2)).save(stranger)
    outcomes, _ = run([replace(tasks[0], out=stranger)], resume=True)
    assert "no result of this" in outcomes[0].problem


def test_a_result_never_replaces_what_it_is_made_from(run, tmp_path):
    source = tmp_path / "a.png"
    Image.new("RGB", (2, 2)).save(source)
    (outcome,), taken = run([Task(0, Recipe(input=str(source)), source)], force=True)
    assert taken == []
    assert "made from" in outcome.problem


def test_two_tasks_of_one_name_give_one_result_and_one_sentence(run, tasks):
    twins = [tasks[0], replace(tasks[1], out=tasks[0].out)]
    outcomes, _ = run(twins)
    assert [bool(outcome.path) for outcome in outcomes] == [True, False]
    assert "exists already" in outcomes[1].problem


def test_a_folder_that_cannot_be_made_is_a_sentence(run, tasks, tmp_path):
    (tmp_path / "file").write_text("")
    (outcome,), _ = run([replace(tasks[0], out=tmp_path / "file" / "a.png")])
    assert "cannot be made" in outcome.problem


def test_no_more_tasks_are_drawn_than_are_worked_on(tmp_path, registry, tasks):
    drawn, most = 0, 0

    class OneByOne(Executor):
        """Takes a task when the one before is done."""

        def run(self, tasks, setup):
            for task in tasks:
                yield Made(task.number, problem="no")

    def endless():
        nonlocal drawn
        for number in range(1000):
            drawn += 1
            yield replace(tasks[0], number=number)

    heard = 0

    def report(outcome):
        nonlocal heard, most
        heard += 1
        most = max(most, drawn - heard)

    run_tasks(endless(), OneByOne(), Setup(), Placing(registry), report)
    assert (heard, most) == (1000, 0)
