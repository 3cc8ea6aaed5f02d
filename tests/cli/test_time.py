"""Formulas, tables and keyframes as a user writes them."""

from __future__ import annotations

import tomllib

import pytest

from dreamgen.errors import BadInput
from dreamgen.render.saving.resume import folder_of

QUICK = ("--size", 48, "--steps", 1, "--octaves", 1, "--seconds", 1, "--fps", 3, "-q")
WORDS = ("zoom", "noise", *QUICK, "--motion", "zoom(1 + csv(x.csv, b))", "--mode", "feedback")
PRESET = """
step_size = "1 + value"
curves = ["csv(x.csv, b)"]
[[at]]
time = "0:00.5"
objective = "layer(3)"
zoom.blend = 0.25
"""


@pytest.fixture
def table(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n0,1\n1,0\n")


@pytest.mark.usefixtures("table")
def test_what_follows_a_table_says_so_and_makes_itself_again(here, tmp_path):
    (tmp_path / "k.toml").write_text(PRESET)
    words = (*WORDS, "--preset", "k.toml", "--objective", "(2 - u)*channel(6, 12)")
    shown = here(*words, "--dry-run")[1]
    assert here(*words, "-o", "a.gif")[0] == 0
    embedded = here("recipe", "a.gif")[1]
    for text in (shown, embedded):
        for part in ("zoom(1 + csv(x.csv, b))", '"1 + value"', "(2 - u)*channel(6, 12)", "0.25"):
            assert part in text
    assert "x.csv" in embedded.partition("[made")[2]
    assert "if you trust a.gif" in here("rerun", "a.gif", "-q", "-o", "b.gif")[2]
    assert here("rerun", "a.gif", "-q", "-o", "b.gif", "--trust")[0] == 0
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "b.gif").read_bytes()
    (tmp_path / "x.csv").write_text("a,b\n0,1\n1,1\n")
    told = here("rerun", "a.gif", "-q", "-o", "b.gif", "--trust", "--force")[2]
    assert "x.csv has changed, so pixels may differ" in told


@pytest.mark.usefixtures("table")
def test_a_zoom_goes_on_with_the_same_table_only(here, tmp_path, monkeypatch):
    from dreamgen.engine.zoom.dreamer import Dreamer

    dream = Dreamer.dream

    def fail_in_third(self, picture, number, *rest):
        if number == 2:
            raise BadInput("enough")
        return dream(self, picture, number, *rest)

    assert here(*WORDS, "-o", "whole.gif")[0] == 0
    monkeypatch.setattr(Dreamer, "dream", fail_in_third)
    assert here(*WORDS, "-o", "a.gif")[0] == 1
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert list(folder_of(tmp_path / "a.gif").glob("*.safetensors"))
    (tmp_path / "x.csv").write_text("a,b\n0,1\n1,1\n")
    code, _, told = here(*WORDS, "-o", "a.gif", "--resume")
    assert (code, "was begun with another files_sha256" in told) == (2, True)
    (tmp_path / "x.csv").write_text("a,b\n0,1\n1,0\n")
    assert here(*WORDS, "-o", "a.gif", "--resume")[0] == 0
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "whole.gif").read_bytes()


def test_a_job_file_has_keyframes(here, tmp_path):
    job = '[[zoom]]\ninput = "noise"\nout = "a.gif"\nsize = 48\nsteps = 1\noctaves = 1\n'
    job += 'seconds = 1\nfps = 3\n[[zoom.at]]\ntime = 0.5\nstep_size = "1 + t"\n'
    (tmp_path / "jobs.toml").write_text(job)
    assert here("run", "jobs.toml", "-q")[0] == 0
    assert 'step_size = "1 + t"' in here("recipe", "a.gif")[1]
    (tmp_path / "jobs.toml").write_text(job.replace("step_size", "step_sise"))
    code, _, told = here("run", "jobs.toml", "-q")
    assert (code, told.count("\n")) == (2, 1)
    assert "keyframe 1 at 0.5 s: unknown key 'step_sise' (did you mean step_size" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--set", "step_size=1+beat"), "there is no 'beat'"),
        (("--step-size", "1+beat"), "there is no 'beat'"),
        (("--step-size", "2 - 9*u"), "--step-size = -1 at 0.3333 s: must be"),
        (("--steps", "2.5"), "steps = 2.5: must be a whole number"),
        (("--objective", "layer", "--layer", "3 + 9*u"), "--layer = 9 at 0.6667 s: there is no"),
        (("--objective", "layer", "--layer", "3 + beat"), "--layer: '3 + beat': must be a number"),
        (("--motion", "zoom(1/(t-t))"), "--motion = 1/(t-t) at 0 s: it divides by 0"),
        (("--motion", "zoom(1 + csv(none.csv, b))"), "there is no file none.csv"),
        (("--motion", "zoom(1/0)"), "it divides by 0"),
        (("--motion", "zoom(sqr(2))"), "there is no 'sqr' (did you mean sqrt?)"),
        (("--step-size", "1/0"), "--step-size: step_size = '1/0': it divides by 0"),
        (("--objective", "beet*layer(3)"), "there is no 'beet'"),
        (
            ("--set", "step_size=2 - 9*u"),
            "--set step_size=2 - 9*u: -1 at 0.3333 s: must be greater",
        ),
    ],
)
def test_mistakes_are_one_sentence_before_anything_is_written(here, tmp_path, words, told):
    code, out, said = here("zoom", "noise", *QUICK, *words)
    assert (code, out, said.count("\n")) == (2, "", 1)
    assert told in said
    assert not list(tmp_path.iterdir())


def test_options_that_take_numbers_take_formulas(here, tmp_path):
    words = ("--step-size", "1 + t", "--layer", "3+3*u", "--octaves", "2", "--dry-run")
    code, out, _ = here("zoom", "noise", "--objective", "layer", *words)
    assert code == 0
    assert tomllib.loads(out)["step_size"] == "1 + t"
    assert tomllib.loads(out)["layer"] == "3+3*u"
    assert tomllib.loads(out)["octaves"]["count"] == 2


def test_a_formula_of_numbers_alone_is_a_number(here, tmp_path):
    words = ("--motion", "zoom(sqrt(4))", "--step-size", "max(1.5, 1)", "--dry-run")
    code, out, _ = here("zoom", "noise", *words)
    assert code == 0
    assert tomllib.loads(out)["zoom"]["motion"] == "zoom(2.0)"
    assert tomllib.loads(out)["step_size"] == 1.5


def test_keyframes_must_differ_in_time_and_lie_within_it(here, tmp_path):
    (tmp_path / "late.toml").write_text("[[at]]\ntime = 9\nstep_size = 2\n")
    code, _, said = here("zoom", "noise", *QUICK, "--preset", "late.toml", "-o", "a.gif")
    assert code == 0
    assert "keyframe 1 at 9 s: that is after the end, 1 s" in said
    twice = "[[at]]\ntime = 1\nstep_size = 2\n[[at]]\ntime = '0:01'\nstep_size = 3\n"
    (tmp_path / "twice.toml").write_text(twice)
    code, _, said = here("zoom", "noise", *QUICK, "--preset", "twice.toml", "-o", "b.gif")
    wanted = "preset twice.toml: keyframe 2 at 1 s: step_size is given twice for that time"
    assert (code, said) == (2, f"dreamgen: {wanted}\n")


def test_a_finished_zoom_of_adapted_keyframes_is_known_again(here, tmp_path):
    adapted = '[[at]]\ntime = 0.5\nobjective = "concept(no_such_thing_at_all) + layer(3)"\n'
    (tmp_path / "k.toml").write_text(adapted)
    words = ("zoom", "noise", *QUICK, "--preset", "k.toml", "-o", "a.gif")
    assert here(*words)[0] == 0
    words = (*words, "--resume")
    before = (tmp_path / "a.gif").stat().st_mtime_ns
    code, _, said = here(*words)
    assert (code, (tmp_path / "a.gif").stat().st_mtime_ns) == (0, before), said
    (tmp_path / "k.toml").write_text(adapted.replace("0.5", "0.6"))
    code, _, said = here(*words)
    assert code != 0
    assert "a.gif exists already, made with another at" in said
