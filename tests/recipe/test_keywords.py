from __future__ import annotations

import pytest

from dreamgen.errors import BadInput
from dreamgen.plugins.hookspecs import Option
from dreamgen.recipe.call import Call
from dreamgen.recipe.composing import compose
from dreamgen.recipe.keywords import FLAGS, FLAGS_OF, Added, read_keywords, without_film
from dreamgen.recipe.schema import Film, Recipe, Zoom


def recipe_of(kind="still", options=(), **given):
    return compose(read_keywords(given, "dream()", kind, options))


@pytest.mark.parametrize(
    "given",
    [
        {"octaves": 2, "octave_ratio": 1.3},
        {"octaves.count": 2, "octaves.ratio": 1.3},
        {"octaves": {"count": 2, "ratio": 1.3}},
        {"octave-ratio": 1.3, "octaves": {"count": 2}},
    ],
)
def test_a_key_can_be_named_in_every_way(given):
    octaves = recipe_of(**given).octaves
    assert (octaves.count, octaves.ratio) == (2, 1.3)


def test_a_component_and_its_parameter_are_given_in_any_order():
    for given in ({"where": "marks", "loader": "svg"}, {"loader": "svg", "where": "marks"}):
        assert recipe_of(**given).loader == Call("svg", (), {"where": "marks"})


def test_zooms_have_keywords_of_their_own():
    recipe = recipe_of("zoom", seconds=6, preview=True, speed=1.5, zoom={"steps": 8}, steps=2)
    assert (recipe.zoom.seconds, recipe.zoom.draft, recipe.zoom.steps) == (6, True, 8)
    assert recipe.steps == 2
    assert recipe.zoom.motion[0].call == Call("zoom", (1.5,))


def test_films_have_keywords_of_their_own():
    given = {"from": "0:10", "stop": 12, "every": 2, "preview": True, "film": {"steps": 3}}
    recipe = recipe_of("film", **given, steps=2)
    assert recipe.zoom is None
    assert (recipe.film.start, recipe.film.stop, recipe.film.every) == (10, 12, 2)
    assert (recipe.film.draft, recipe.film.steps, recipe.steps) == (True, 3, 2)


def test_what_is_for_every_kind_sets_both_tables():
    layers = read_keywords({"fps": 12, "every": 2, "seconds": 3, "speed": 2}, "mine", None)
    recipe = compose(layers)
    assert (recipe.zoom.fps, recipe.film.fps) == (12, 12)
    assert (recipe.zoom.seconds, recipe.film.every) == (3, 2)
    assert recipe.zoom.motion[0].call == Call("zoom", (2,))
    left = compose(without_film(layers))
    assert (left.zoom, left.film) == (recipe.zoom, None)


def test_options_of_plugins_are_keywords():
    chart = Option("--bar-chart", "loader.chart", "")
    assert recipe_of(options=[chart], bar_chart="line").loader.params == {"chart": "line"}


def test_an_option_can_stand_for_a_component_of_a_list():
    music = Option("--music", "curves", "", use="music")
    recipe = recipe_of(options=[music], music="my song.wav", curves=["csv(a.csv, b)"])
    assert recipe.curves == (Call("csv", ("a.csv", "b")), Call("music", ("my song.wav",)))


@pytest.mark.parametrize(
    "before", [None, "music(a.wav)", ["music(a.wav)"], [{"use": "music", "file": "a.wav"}]]
)
def test_a_component_that_is_added_replaces_one_of_its_name(before):
    added = Added("music(b.wav)")
    recipe = compose([("preset", {"curves": before}), ("--music", {"curves": added})])
    assert recipe.curves == (Call("music", ("b.wav",)),)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"octave_rato": 2}, r"did you mean octave_ratio, the recipe's octaves.ratio\?"),
        ({"step_sise": 2}, r"did you mean step_size\?"),
        ({"seconds": 2}, r"seconds is for zooms: call zoom\(\)"),
        ({"every": 2}, r"every is for films: call film\(\)"),
        ({"speed": 2, "motion": "pan"}, r"dream\(\): speed: the motion has speeds of its own"),
        ({"run_it": True}, r"pass permissions=Permissions\(run_code=True\)"),
        ({"octaves.rato": 2}, "unknown key 'octaves.rato'.*did you mean ratio"),
    ],
)
def test_unknown_keywords_get_the_nearest(given, said):
    options = [Option("--run-it", "", "", "switch", "run_code")]
    with pytest.raises(BadInput, match=said):
        recipe_of(options=options, **given)


def test_every_flag_sets_a_key_that_there_is():
    tables = {"octaves": Recipe().octaves.__class__, "zoom": Zoom, "film": Film, "": Recipe}
    for flag, key in [item for flags in (FLAGS, *FLAGS_OF.values()) for item in flags.items()]:
        table, _, field = key.rpartition(".")
        assert table not in tables or field in tables[table].model_fields, flag
