"""Films made shot by shot: the same file as in one go, whatever happens to workers on the way."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("cv2")

from dreamgen.errors import InputWarning
from dreamgen.executors.by_shots import ByShots
from dreamgen.executors.local import Local
from dreamgen.recipe.composing import compose
from dreamgen.render.saving.resume import folder_of
from dreamgen.tasks import progress
from dreamgen.tasks.placing import Placing
from dreamgen.tasks.run import make_tasks
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.shot import Shot
from dreamgen.tasks.task import Task


def write_film(path, shots):
    """Write a film of several shots: pans over noise, each of another lightness."""
    frames = []
    for shot, count in enumerate(shots):
        noise = np.random.default_rng(shot).random((12, 18, 3)) * 100 + 70 * shot
        whole = Image.fromarray(noise.astype(np.uint8)).resize((120, 80), Image.BICUBIC)
        frames += [whole.crop((2 * k, k, 2 * k + 64, k + 48)) for k in range(count)]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100, lossless=True)


@pytest.fixture
def film(tmp_path):
    """Return a function that returns the task of a film of some shots."""

    def make(name, shots=(4, 1, 3), number=0, **more):
        source = tmp_path / f"film-{len(shots)}.webp"
        write_film(source, shots)
        keys = {"input": str(source), "size": 64, "steps": 1, "octaves": {"count": 1}, "film": {}}
        return Task(number, compose([("test", keys | more)]), tmp_path / name)

    return make


@pytest.fixture
def make():
    """Make tasks with an executor; return what became of them, and what was told meanwhile."""

    def go(tasks, executor, resume=False, setup=None):
        setup = setup or Setup(installed=False)
        told, skipped = [], []
        placing = Placing(setup.open().registry, resume=resume)

        def watch(task, each):
            told.append((task.number, each))

        made = list(make_tasks(tasks, executor, setup, placing, skipped.append, watch=watch))
        return [*skipped, *made], told

    return go


@pytest.fixture(autouse=True)
def one_thread(monkeypatch):
    """Let each process have one thread, as this one has, and tell of every frame."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr(progress, "TOLD_EVERY", 0.0)
    yield
    torch.set_num_threads(before)


def by_shots(executor, total=1, **how):
    return ByShots(executor=executor, total=total, **how)


def test_a_film_of_three_shots_is_the_same_file_from_several_processes(film, make):
    (whole,), _ = make([film("whole.webp")], Local())
    task = film("shared.webp")
    (shared,), _ = make([task], by_shots(Local(workers=2)))
    assert shared.path == task.out
    assert shared.path.read_bytes() == whole.path.read_bytes()
    assert sorted(path.name for path in task.out.parent.iterdir()) == [
        "film-3.webp",
        "shared.webp",
        "whole.webp",
    ]


FRAGILE = '''
import os
import signal
from pathlib import Path
from dreamgen import Entry, Regulariser, hookimpl
from dreamgen.tasks import progress

progress.TOLD_EVERY = 0.0
calls = []

class Fragile(Regulariser):
    """Kills the process that it runs in at its sixth call, once, if there is a file to say so."""

    def gradient(self, gradient, progress):
        calls.append(1)
        if len(calls) == 6 and Path("kill").exists():
            Path("kill").unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return gradient

@hookimpl
def dreamgen_regularisers():
    return [Entry("fragile", "fragile_plugin:Fragile", "for tests")]
'''


def test_what_a_killed_worker_had_finished_is_continued(film, make, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    plugin = tmp_path / "fragile_plugin.py"
    plugin.write_text(FRAGILE)
    setup = Setup((plugin,), installed=False)
    keys = {"regularisers": ["fragile"]}
    (whole,), _ = make([film("whole.webp", (6,), **keys)], Local(), setup=setup)

    begun, read_kept = [], Shot.read_kept
    monkeypatch.setattr(
        Shot, "read_kept", lambda shot: (begun.append(shot._find_begin()), read_kept(shot))[1]
    )
    Path("kill").touch()
    task = film("shared.webp", (6,), **keys)
    with pytest.warns(InputWarning, match="one shot, which workers cannot share"):
        (shared,), told = make([task], by_shots(Local(workers=2)), setup=setup)
    assert not Path("kill").exists()
    assert (begun[0], shared.problem) == (0, "")
    assert 2 <= begun[1] < 6
    assert shared.path.read_bytes() == whole.path.read_bytes()
    assert {number for number, _ in told} == {0}
    shares = [each.done for _, each in told]
    assert shares[-1] > shares[0]
    assert all(0 <= share <= 1 for share in shares)


def test_a_film_that_was_stopped_goes_on_with_what_is_kept(film, make):
    (whole,), _ = make([film("whole.webp")], Local())
    task = film("shared.webp")

    class Stops(Local):
        def run(self, tasks, setup):
            for number, made in enumerate(super().run(tasks, setup)):
                yield made
                if number == 1:
                    raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make([task], by_shots(Stops()))
    assert len(list(folder_of(task.out).glob("frame-*"))) == 5

    asked = []

    class Notes(Local):
        def run(self, tasks, setup):
            noted = (asked.append(task.shot.frames) or task for task in tasks)
            yield from super().run(noted, setup)

    (shared,), _ = make([task], by_shots(Notes(), resume=True), resume=True)
    assert asked == [range(5, 8)]
    assert shared.path.read_bytes() == whole.path.read_bytes()
    assert not folder_of(task.out).exists()
    (again,), _ = make([task], by_shots(Notes(), resume=True), resume=True)
    assert again.skipped


def test_a_shot_that_fails_fails_its_film_alone_and_keeps_the_others(film, make, monkeypatch):
    from dreamgen.render.session import Session

    dream = Session.dream_shot

    def fail_once(session, job, frames, *given):
        if frames.start == 4:
            raise MemoryError
        dream(session, job, frames, *given)

    monkeypatch.setattr(Session, "dream_shot", fail_once)
    tasks = [film("a.webp"), film("b.webp", (3,), 1), film("missing.png", number=2)]
    made, _ = make(tasks, by_shots(Local(), 3))
    problems = {outcome.task.number: outcome.problem for outcome in made}
    assert "memory" in problems[0]
    assert problems[1] == ""
    assert "still pictures" in problems[2] or "suffix" in problems[2]
    assert len(list(folder_of(tasks[0].out).glob("frame-*"))) == 7
    assert tasks[1].out.exists()
