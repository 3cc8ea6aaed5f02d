"""The pictures of a sheet are tasks: made anywhere, kept when something stops them."""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dreamgen.cli.shared.sheet_cells import Cells
from dreamgen.tasks.proof import Proof
from dreamgen.tasks.worker import Worker

QUICK = ("--size", 48, "--steps", 1, "--octaves", 1, "-q")
WORK = Path(".x.png.dreamgen")


@pytest.fixture
def made(monkeypatch):
    """The numbers of the tasks that workers of this process have made so far."""
    numbers = []
    make = Worker._make

    def note(worker, batch):
        numbers.extend(ready.task.number for ready in batch)
        yield from make(worker, batch)

    monkeypatch.setattr(Worker, "_make", note)
    return numbers


def test_processes_make_the_sheet_of_one(user):
    words = ("sample:cat", *QUICK, "--vary", "seed=1..3", "--vary", "layer=2,5")
    user.gets("render", *words, "-o", "x.png")
    user.gets("render", *words, "--on", "local(workers=2)", "-o", "y.png")
    assert np.array_equal(Image.open("x.png"), Image.open("y.png"))
    assert not WORK.exists()


def test_a_picture_that_fails_is_an_empty_one_and_is_made_later(user, made):
    Path("broken.png").write_bytes(b"no picture")
    words = ("broken.png", "sample:cat", *QUICK, "--vary", "seed=1,2", "-o", "x.png")
    done = user.types("render", *words)
    said = done.stderr.decode().splitlines()
    assert (done.returncode, done.stdout) == (1, b"x.png\n")
    assert [line[:35] for line in said[:2]] == [
        "dreamgen: broken.png · seed 1: brok",
        "dreamgen: broken.png · seed 2: brok",
    ]
    assert said[2:] == ["dreamgen: --resume makes what failed again"]
    assert len(list(WORK.iterdir())) == 2
    grey = np.all(np.asarray(Image.open("x.png")) == 0xEC, axis=-1).sum()
    assert grey > 48 * 20 * 2

    assert "exists already" in user.is_told("render", *words)
    Image.new("RGB", (48, 32), "teal").save("broken.png")
    made.clear()
    user.gets("render", *words, "--resume")
    assert len(made) == 2
    assert not WORK.exists()
    user.gets("render", *words[:-1], "y.png")
    assert np.array_equal(Image.open("x.png"), Image.open("y.png"))


def test_an_interrupted_sheet_is_gone_on_with(user, made, monkeypatch):
    words = ("sweep", "sample:cat", *QUICK, "--vary", "seed=1..4", "-o", "x.png")
    alone = ("--on", "local")  # which shares no batches below 16, so here all
    make = Worker._make

    def stop_after_three(worker, batch):
        for number, each in enumerate(make(worker, batch)):
            if number == 3:
                raise KeyboardInterrupt
            yield each

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "_make", stop_after_three)
        done = user.types(*words, *alone)
    assert done.returncode == 130
    assert b"3 of 4 pictures are kept; --resume makes the rest" in done.stderr
    assert not Path("x.png").exists()
    made.clear()
    assert user.gets(*words, "--resume") == "x.png\n"
    assert len(made) == 1
    made.clear()
    assert user.gets(*words, "--resume") == ""
    assert made == []
    other = (*words[:-3], "seed=1..5", *words[-2:])
    assert "is another sheet" in user.is_told(*other, "--resume")
    assert "with another steps" in user.is_told(*words, "--resume", "--steps", 2)


def test_pictures_of_another_recipe_or_input_are_not_taken(tmp_path, registry, monkeypatch):
    from dreamgen.cli.shared.how import How
    from dreamgen.recipe.composing import compose
    from dreamgen.render.session import Session

    Image.new("RGB", (48, 32), "teal").save(tmp_path / "a.png")
    keys = {"size": 32, "steps": 1, "octaves": {"count": 1}}
    recipe = compose([("", {**keys, "input": str(tmp_path / "a.png")})])
    how = How(session=Session(registry), quiet=True)

    def make():
        cells = Cells(tmp_path / "work", [recipe, recipe], ["one", "two"])
        cells.make(how, 2, Proof())
        (path,) = set(cells.paths)
        return path.stat().st_mtime_ns

    first = make()
    assert make() == first
    Image.new("RGB", (48, 32), "navy").save(tmp_path / "a.png")
    assert make() != first


def test_what_is_not_made_the_same_twice_is_said(user):
    Path("a.py").write_text(FAULTY)
    words = ("sample:cat", "--vary", "seed=1..2", *QUICK[:-1])
    done = user.types("render", *words, "-o", "x.png", "--prove", "1")
    assert done.returncode == 0
    assert b"2 of 2 results made twice are the same" in done.stderr
    faulty = ("--plugin", "a.py", "--set", 'effects=["random"]', "--on", "local(together=4)")
    done = user.types("render", *words, *faulty, "-o", "y-{seed}.png", "--prove", 0.5)
    assert done.returncode == 1
    assert b"number 1 differs in" in done.stderr
    assert b"0 of 1 results made twice are the same" in done.stderr
    assert done.stdout == b"y-1.png\ny-2.png\n"


def test_a_sheet_of_failures_is_none(user):
    Path("a.py").write_text(FAULTY)
    words = ("--plugin", "a.py", "--set", 'effects=["faulty"]', "-o", "x.png")
    done = user.types("sweep", "sample:cat", "--layers", "1-2", *QUICK, *words)
    assert done.returncode == 1
    assert re.search(rb"layer 1: .*no luck", done.stderr)
    assert not Path("x.png").exists()
    assert not WORK.exists()


FAULTY = """
from dataclasses import replace
from itertools import count
from dreamgen import Effect, Entry, hookimpl

TURNS = count()

class Random(Effect):
    def apply(self, frame, picture, rng):
        return replace(frame, pixels=frame.pixels * (next(TURNS) % 7) / 7)

class Faulty(Effect):
    def apply(self, frame, picture, rng):
        raise ValueError("no luck")

@hookimpl
def dreamgen_effects():
    return [Entry("faulty", "a:Faulty", "fails"), Entry("random", "a:Random", "differs")]
"""


def test_a_file_of_jobs_makes_sheets_too_and_one_that_fails_stops_no_other(user):
    Path("broken.png").write_bytes(b"no picture")
    Path("jobs.toml").write_text(
        """
        [defaults]
        size = 48
        steps = 1
        octaves = { count = 1 }
        [[render]]
        input = "sample:cat"
        out = "one.png"
        [[sweep]]
        input = "broken.png"
        layers = "2"
        [[sweep]]
        input = "sample:cat"
        layers = "2-3"
        out = "made/ladder.png"
        """
    )
    plan = user.gets("run", "jobs.toml", "--dry-run").splitlines()
    assert plan[1:] == [
        "broken-sweep.png  from broken.png  layer=2",
        "made/ladder.png  from sample:cat  layer=2-3",
    ]
    done = user.types("run", "jobs.toml", "-q")
    assert done.returncode == 1
    assert done.stdout == b"one.png\nmade/ladder.png\n"
    assert b"broken.png is text" in done.stderr
    user.gets("sweep", "sample:cat", "--layers", "2-3", *QUICK, "-o", "y.png")
    assert np.array_equal(Image.open("made/ladder.png"), Image.open("y.png"))
    before = Path("made/ladder.png").stat().st_mtime_ns
    assert user.types("run", "jobs.toml", "-q", "--resume").stdout == b""
    assert Path("made/ladder.png").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("out = 'x.gif'", "x.gif: a sheet is written as"),
        ("layers = '6-99'", "there is no layer '9': bestiary has layers 1-8"),
        ("channels = 'layer9:0-15'", "there is no layer 'layer9'"),
        ("layer = 99\nvary = { seed = '1,2' }", "there is no layer '99'"),
    ],
)
def test_a_wrong_sheet_of_a_file_stops_all_before_anything_is_made(user, keys, said):
    Path("jobs.toml").write_text(f"[[render]]\ninput = 'noise'\n[[sweep]]\ninput = 'noise'\n{keys}")
    assert f"jobs.toml: sweep: {said}" in user.is_told("run", "jobs.toml")
