"""Tasks in processes: the same files as in this one, and one that is killed costs only its task."""

import os
import signal

import pytest

from dreamgen.executors.child import Child
from dreamgen.executors.local import Local
from dreamgen.recipe.composing import compose
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task


@pytest.fixture
def tasks(tmp_path):
    keys = {"input": "sample:rex", "size": 32, "steps": 1, "octaves": {"count": 1}}
    made = [
        Task(n, compose([("--key", {**keys, "seed": n})]), tmp_path / f"{n}.png") for n in range(3)
    ]
    return [*made, Task(3, compose([("--key", {"input": "missing.png"})]), tmp_path / "3.png")]


def collect(executor, tasks):
    """Return what became of tasks, by number, and the bytes of the files."""
    made = {}
    for each in executor.run(iter(tasks), Setup(installed=False)):
        made[each.number] = (each, each.path and each.path.read_bytes())
    return made


def test_processes_make_the_same_files_as_this_one_though_one_is_killed(tasks, monkeypatch):
    alone = collect(Local(), tasks)
    assert [each.problem for each, _ in alone.values()] == ["", "", "", alone[3][0].problem]
    assert "there is no file missing.png" in alone[3][0].problem
    assert alone[0][0].objective is not None
    assert alone[0][0].path.exists() is False

    sent = []
    send = Child.send

    def send_and_kill_the_first(child, tasks, answer):
        send(child, tasks, answer)
        sent.extend(task.number for task in tasks)
        if len(sent) == 1:
            os.kill(child._process.pid, signal.SIGKILL)

    monkeypatch.setattr(Child, "send", send_and_kill_the_first)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)  # so that each has one thread, as this process
    several = collect(Local(workers=2), tasks)
    assert sorted(sent) == [0, 0, 1, 2, 3]
    assert {n: data for n, (_, data) in several.items()} == {
        n: data for n, (_, data) in alone.items()
    }
    assert several[3][0].problem == alone[3][0].problem


def test_a_task_that_ends_every_process_becomes_a_sentence(tasks, monkeypatch):
    send = Child.send

    def send_and_kill(child, tasks, answer):
        send(child, tasks, answer)
        os.kill(child._process.pid, signal.SIGKILL)

    monkeypatch.setattr(Child, "send", send_and_kill)
    made = collect(Local(workers=2), tasks[:1])
    assert made[0][0].problem == (
        "the process that made it ended (killed, as the system does when memory runs out)"
    )


def test_neighbours_that_share_a_batch_are_made_each_by_itself_when_one_kills_it(
    tasks, monkeypatch
):
    """One of three is made before the process is killed, and only the other two are made again."""
    alone = collect(Local(), tasks[:3])
    sent = []
    send = Child.send

    def send_and_kill_the_first(child, tasks, answer):
        sent.append([task.number for task in tasks])

        def answer_and_kill(made):
            if len(sent) == 1 and isinstance(made, Made):
                os.kill(child._process.pid, signal.SIGKILL)
                child._process.wait()
                child._process.stdout.close()  # what it may have said since is not read
            answer(made)

        send(child, tasks, answer_and_kill)

    monkeypatch.setattr(Child, "send", send_and_kill_the_first)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    shared = collect(Local(workers=2, together=3), tasks[:3])
    assert sent == [[0, 1, 2], [1], [2]]
    assert {n: each.problem for n, (each, _) in shared.items()} == {0: "", 1: "", 2: ""}
    assert [shared[n][1] == alone[n][1] for n in (1, 2)] == [True, True]
