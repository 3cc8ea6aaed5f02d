from __future__ import annotations

import pytest

import dreamgen
from dreamgen import BadInput, Source

pytest.importorskip("dreamgen_plots", reason="the plugin is not installed here")

from dreamgen_plots.figure import Figure
from dreamgen_plots.magic import read_options
from dreamgen_plots.script import Script


def test_a_figure_its_axes_and_an_array_of_them():
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2)
    axes[0].set_title("Words")
    for value in (figure, axes[0], axes):
        source = Figure().source_of(value)
        assert b"axes_1" in source.data
        assert "matplotlib" in source.name or "numpy" in source.name
    pyplot.close(figure)


def test_a_chart_of_altair():
    altair = pytest.importorskip("altair")
    values = altair.Data(values=[{"a": 1}])
    source = Figure().source_of(altair.Chart(values).mark_point().encode(x="a:Q"))
    assert b"vega-lite" in source.data


@pytest.mark.parametrize("value", [None, 3, "text", [], [1, 2], {"a": 1}, object()])
def test_anything_else_is_left_to_others(value):
    assert Figure().source_of(value) is None


def test_a_script_that_leaves_no_figure_says_so(tmp_path):
    path = tmp_path / "plot.py"
    path.write_text("open('ran', 'w').close()\nx = 1\n")
    source = Source(path.read_bytes(), str(path))
    assert Script().accepts(source)
    with pytest.raises(BadInput, match="leaves no figure"):
        Script().convert(source)
    assert (tmp_path / "ran").exists()


def test_a_script_that_fails_says_why_in_one_sentence(tmp_path):
    path = tmp_path / "plot.py"
    path.write_text("1 / 0\n")
    with pytest.raises(BadInput, match=r"ZeroDivisionError: division by zero$") as caught:
        Script().convert(Source(path.read_bytes(), str(path)))
    assert "\n" not in str(caught.value)


def test_a_scripts_last_figure_is_taken_and_its_prints_are_not(tmp_path):
    pytest.importorskip("matplotlib")
    path = tmp_path / "plot.py"
    path.write_text(
        "import matplotlib.pyplot as p\nprint('hello')\np.plot([1, 2])\np.title('Mine')\n"
    )
    made = Script().convert(Source(path.read_bytes(), str(path)))
    assert made.data.startswith(b"<?xml")


@pytest.mark.parametrize("recipe", [{}, {"loader": {"run_code": True}}])
def test_no_recipe_lets_a_script_run(recipe, tmp_path):
    path = tmp_path / "plot.py"
    path.write_text("open('ran', 'w').close()\n")
    with pytest.raises(BadInput, match=r"plot\.py is a script, and reading it would run it"):
        dreamgen.dream(str(path), size=64, steps=1, **recipe)
    assert not (tmp_path / "ran").exists()


def test_the_line_of_the_magic():
    assert read_options("") == {"preset": "psychedelic-plot"}
    assert read_options("aged-print size=900 colour=hue") == {
        "preset": "aged-print",
        "size": 900,
        "colour": "hue",
    }


def test_the_line_of_the_magic_takes_the_command_lines_names():
    assert read_options(
        "--octave-ratio=1.3 octaves.count=2 where='panel, #a' strength=\"'x'\""
    ) == {
        "preset": "psychedelic-plot",
        "octave_ratio": 1.3,
        "octaves.count": 2,
        "where": "panel, #a",
        "strength": "x",
    }
    assert read_options("washed --seed 3") == {"preset": "washed", "seed": 3}
    assert read_options("--live --seed 3") == {
        "preset": "psychedelic-plot",
        "live": True,
        "seed": 3,
    }
    with pytest.raises(BadInput, match=r"^%%dream where='open: no closing quotation$"):
        read_options("where='open")


def test_a_cell_gives_its_last_value():
    from dreamgen_plots.magic import _run_code

    names = {"a": 2}
    assert _run_code("b = a + 1\nb * 2", names) == 6
    assert names["b"] == 3
    assert _run_code("c = 1", names) is None
