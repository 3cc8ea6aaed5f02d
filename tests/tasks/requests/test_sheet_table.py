"""Tables of a job file that ask for sheets."""

import pytest

from dreamgen.errors import BadInput
from dreamgen.render.session import Session
from dreamgen.tasks.grid.axis import read_axes
from dreamgen.tasks.grid.combinations import choose_first
from dreamgen.tasks.requests.job_file import open_jobs


@pytest.fixture
def read(tmp_path, registry, monkeypatch):
    monkeypatch.chdir(tmp_path)
    session = Session(registry)

    def open_text(text):
        (tmp_path / "jobs.toml").write_text(text)
        return open_jobs(tmp_path / "jobs.toml", session, None, lambda *why: None), session

    return open_text


def test_sweeps_and_atlases_are_read_beside_renders(read):
    jobs, session = read(
        """
        [defaults]
        out = "dreams"
        seed = 4
        [[render]]
        input = "noise"
        [[sweep]]
        input = "sample:rex"
        layers = "2-3"
        vary = { step_size = "0.5:1.5:3" }
        [[sweep]]
        input = "sample:rex"
        columns = 4
        preset = "reptile-skin"
        [[atlas]]
        concepts = "owl, skull"
        out = "sheets/{stem}.html"
        [[atlas]]
        layer = 3
        channels = "0-7"
        preset = "reptile-skin"
        """
    )
    assert (jobs.total, len(jobs.sheets)) == (1, 4)
    table, ladder, concepts, channels = jobs.sheets
    names = ["dreams/rex-sweep.png", "dreams/rex-sweep-2.png", "sheets/noise.html"]
    assert [str(job.out) for job in jobs.sheets] == [*names, "dreams/rex-atlas.png"]
    assert table.sheet.vary == ["layer=2-3", "step_size=0.5:1.5:3"]
    assert (ladder.sheet.vary, ladder.sheet.columns) == (["layer=all"], 4)
    assert [job.sheet.with_source for job in jobs.sheets] == [True, True, False, False]
    assert channels.sheet.vary == ["channel=0-7"]
    first = table.compose(session, choose_first(read_axes(table.sheet.vary)))
    assert (first.input, first.seed, first.layer, first.step_size) == ("sample:rex", 4, 2, 0.5)
    small = concepts.compose(session, choose_first(read_axes(concepts.sheet.vary)))
    assert (small.input, small.size.width, small.octaves.count) == ("noise", 160, 4)
    assert channels.compose(session, ()).size.width == 800  # of the preset


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[sweep]]\nlayers = '1-2'", "sweep: no input"),
        ("[[sweep]]\ninputs = ['noise', 'sample:rex']", "several are an axis"),
        ("[[sweep]]\ninput = 'noise'\nlayers = '1'\nchannels = '6:all'", "give one of them"),
        ("[[sweep]]\ninput = 'noise'\nvary = { sede = '1..2' }", "did you mean seed"),
        ("[[sweep]]\ninput = 'noise'\ncolumns = 0", "columns"),
        ("[[atlas]]\nconcepts = 'owl'\nlayer = 3", "do nothing"),
        ("[[atlas]]\nstrenght = 3", "unknown key 'strenght'"),
        ("[[atlass]]", "did you mean atlas"),
    ],
)
def test_a_mistake_is_said_before_anything_starts(read, text, said):
    with pytest.raises(BadInput, match=said) as problem:
        read(f"[[render]]\ninput = 'noise'\n{text}")
    assert "jobs.toml" in str(problem.value)
