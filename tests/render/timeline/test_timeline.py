"""A recipe as a function of time, against plain arithmetic at each moment."""

from __future__ import annotations

import math

import pytest

from dreamgen.errors import BadInput
from dreamgen.plugins.hookspecs import Entry, Option
from dreamgen.plugins.plugin import Plugin
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.call import Call
from dreamgen.recipe.composing import compose
from dreamgen.recipe.expressions import read_sum
from dreamgen.render.timeline.timeline import Outline

SECONDS = 4.0
MOMENTS = [0.0, 0.3, 1.0, 1.7, 2.0, 3.1, 4.0]


class Table:
    """Every file is this table: a column that rises from 0 to 1, and one that falls from 8 to 4."""

    def data(self, name):
        return b"rising,falling\n0,8\n1,4\n"


def timeline_of(registry, laps=False, **keys):
    outline = Outline(compose([("test", keys)]), registry)
    return outline.read(Table(), SECONDS, laps)


def smooth(share):
    return 3 * share**2 - 2 * share**3


def test_a_recipe_that_stays_the_same_has_no_timeline(registry):
    outline = Outline(compose([("test", {"objective": "layer(3)", "effects": ["fade"]})]), registry)
    assert outline.tracks == []
    assert outline.read(Table(), SECONDS) is None


def test_formulas_stand_for_numbers_everywhere(registry):
    timeline = timeline_of(
        registry,
        step_size="0.6 + value",
        octaves={"ratio": "1.4 + u/10"},
        film={"new": "0.1*t"},
        objective="(0.2 + value)*channel(6, 12) + layer(3)",
        effects=["bleed(2*value)", "fade(csv(x.csv, falling, raw=true)/10)"],
        zoom={"motion": "zoom(max(1, 1 + sin(t))) + rotate(t)"},
        curves=["csv(x.csv, rising)"],
    )
    for t in MOMENTS:
        recipe, u = timeline.at(t).recipe, t / SECONDS
        assert recipe.step_size == pytest.approx(0.6 + u)
        assert recipe.octaves.ratio == pytest.approx(1.4 + u / 10)
        assert recipe.film.new == pytest.approx(0.1 * t)
        assert [term.weight for term in recipe.objective] == pytest.approx([0.2 + u, 1])
        amounts = [next(iter(call.params.values())) for call in recipe.effects]
        assert amounts == pytest.approx([2 * u, (8 - 4 * u) / 10])
        speeds = [term.call.params["speed"] for term in recipe.zoom.motion]
        assert speeds == pytest.approx([max(1, 1 + math.sin(t)), t])


@pytest.mark.parametrize(
    ("ease", "share"),
    [("smooth", smooth), ("linear", lambda x: x), ("hold", lambda x: math.floor(x))],
)
def test_numbers_go_from_one_keyframe_to_the_next(registry, ease, share):
    frames = [
        {"time": 1, "ease": ease, "step_size": 3, "steps": 20},
        {"time": "0:03", "ease": ease, "step_size": "1 + t"},
    ]
    timeline = timeline_of(registry, step_size="0.5*t", steps=10, at=frames[::-1])
    for t in MOMENTS:
        if t <= 1:
            wanted, steps = 0.5 * t + (3 - 0.5 * t) * share(t), 10 + 10 * share(t)
        elif t < 3:
            wanted, steps = 3 + (1 + t - 3) * share((t - 1) / 2), 20
        else:
            wanted, steps = 1 + t, 20
        recipe = timeline.at(t).recipe
        assert recipe.step_size == pytest.approx(wanted)
        assert recipe.steps == round(steps)
        assert recipe.at == ()


def test_parameters_of_the_same_component_go_too_and_another_one_switches(registry):
    frames = [
        {"time": 2, "ease": "linear", "effects": ["fade(1)"], "optimiser": "adam", "layer": 6},
        {"time": 2, "ease": "linear", "regularisers": ["jitter(10)"]},
    ]
    keys = {"effects": ["fade(amount=0)"], "regularisers": ["jitter(4)"], "layer": 2, "at": frames}
    timeline = timeline_of(registry, **keys)
    early = timeline.at(1).recipe
    assert early.effects == (Call("fade", (), {"amount": 0.5}),)
    assert early.regularisers == (Call("jitter", (), {"pixels": 7}),)
    assert (early.optimiser.use, early.layer) == ("normalised", 2)
    late = timeline.at(2).recipe
    assert (late.optimiser.use, late.layer) == ("adam", 6)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3 + 3*u", lambda t: 3 + 3 * t / SECONDS),
        ("1+t", lambda t: 1 + t),
        ("8-5*value", lambda t: 8 - 5 * t / SECONDS),
        ("2*csv(x.csv, falling, raw=true)", lambda t: 2 * (8 - 4 * t / SECONDS)),
    ],
)
def test_a_layer_may_be_a_formula_of_whole_numbers(registry, text, number):
    frames = [{"time": 3, "layer": f"1 + {text}"}]
    timeline = timeline_of(registry, layer=text, curves=["csv(x.csv, rising)"], at=frames)
    for t in MOMENTS:
        layer = timeline.at(t).recipe.layer
        assert (layer, type(layer)) == (round(number(t) + (t >= 3)), int)


@pytest.mark.parametrize(
    "name", ["layer3.*", "layer*.1", "conv-1", "value", "t", "25%", "[ab]*", "-1", "a+b", "2*3"]
)
def test_names_of_layers_may_hold_what_formulas_do(registry, name):
    recipe = compose([("test", {"layer": name, "curves": ["csv(x.csv, rising)"]})])
    outline = Outline(recipe, registry)
    assert (outline.tracks, outline.recipe.layer) == ([], name)


def test_another_objective_fades_in_and_weights_go(registry):
    frames = [
        {"time": 2, "ease": "linear", "objective": "3*channel(6, 12)"},
        {"time": 4, "ease": "linear", "objective": "channel(6, 13)"},
    ]
    timeline = timeline_of(registry, objective="channel(6, 12)", at=frames)
    assert timeline.at(1).recipe.objective == read_sum("2*channel(6, 12)")
    assert timeline.at(1).following == ()
    between = timeline.at(2.5)
    assert between.recipe.objective == read_sum("3*channel(6, 12)")
    assert (between.following, between.share) == (read_sum("channel(6, 13)"), 0.25)
    assert timeline.at(4).recipe.objective == read_sum("channel(6, 13)")
    assert timeline.at(4).following == ()


def test_laps_begin_anew(registry):
    timeline = timeline_of(registry, laps=True, step_size="t + u")
    for t in (0.5, 3.9):
        wanted = timeline.at(t).recipe.step_size
        assert wanted == pytest.approx(t + t / SECONDS)
        assert timeline.at(t + 3 * SECONDS).recipe.step_size == pytest.approx(wanted)


def test_a_stand_in_shows_every_other_mistake_before_curves_are_read(registry):
    keys = {"curves": ["csv(x.csv, y)"], "objective": "value*channel(6, 30*value, where=a.png)"}
    still = Outline(compose([("test", keys)]), registry).still
    assert still.objective == read_sum("channel(layer=6, channel=1, where=a.png)")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"step_size": "t - 3"}, "test: step_size = -3 at 0 s: must be greater than or equal to 0"),
        ({"film": {"new": "t"}}, "film.new = 1.7 at 1.7 s: must be less than or equal to 1"),
        ({"step_size": "1/(t - 1)**2"}, "step_size = 1/(t - 1)**2 at 1 s: it divides by 0"),
        ({"objective": "(1e7*t)*layer(3)"}, "objective = 1e7*t at 0.3 s: a weight must be at most"),
        ({"step_size": "2 + log(0.3 - t)"}, "at 0.3 s: it takes log of 0"),
        (
            {"at": [{"time": 1, "ease": "linear", "views": "2 - 4*t"}]},
            "views = -2 at 1 s: must be greater",
        ),
    ],
)
def test_a_value_out_of_bounds_is_told_with_key_and_time(registry, keys, said):
    timeline = timeline_of(registry, **keys)

    def go_through():
        for moment in MOMENTS:
            timeline.at(moment)

    with pytest.raises(BadInput) as caught:
        go_through()
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"step_size": "1 + beat"}, "there is no 'beat'; there are t, u, pi"),
        ({"layer": "3 + 3*beat"}, "layer: '3 + 3*beat': must be a number or a formula, and there"),
        ({"effects": ["fade(wide)"]}, "effects: 'wide': must be a number or a formula"),
        ({"objective": "beet*layer(3)"}, "objective: 'beet': must be"),
        (
            {"at": [{"time": 3, "steps": 2}, {"time": 2, "step_size": "x"}]},
            "test: keyframe 2 at 2 s: step_size: 'x': must be a number",
        ),
        (
            {"at": [{"time": 2, "objective": "layer(3) + chanel(6, t)"}]},
            "test: keyframe 1 at 2 s: objective: there is no objective 'chanel' (did you mean",
        ),
        (
            {"at": [{"time": 2, "effects": ["fade(3)"]}]},
            "test: keyframe 1 at 2 s: effects: fade: amount = 3: must be less than",
        ),
        (
            {"at": [{"time": 2, "steps": 3}, {"time": "0:02", "steps": 4}]},
            "test: keyframe 2 at 2 s: steps is given twice for that time",
        ),
        ({"step_size": "1 + flor(t)"}, "there is no function 'flor' (did you mean floor?)"),
        ({"zoom": {"motion": "zoom(1 + u*ramp(1, 2))"}}, "write mix(1, 2, smooth(u)) for ramp"),
        (
            {"at": [{"time": 1, "objective": "patchwork(channels=[3, 5*t])"}]},
            "patchwork: channels.1 = 5*t: must be a whole number, not a formula",
        ),
        ({"step_size": "1 + csv(a.csv)"}, "step_size: csv: 'column' is required"),
        ({"curves": ["csv(a, b)"] * 2}, "curves: csv offers 'value', as another one does"),
        ({"curves": ["csw(a, b)"]}, "there is no curve 'csw' (did you mean csv?)"),
    ],
)
def test_what_nothing_offers_is_told_before_anything_is_read(registry, keys, said):
    with pytest.raises(BadInput) as caught:
        Outline(compose([("test", keys)]), registry)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ({"time": "0:02", "input": "a.png"}, "keyframe 1 at 0:02: input cannot change on the way"),
        ({"time": 2, "zoom": {"fps": 5}}, "keyframe 1 at 2 s: zoom.fps cannot change on the way"),
        (
            {"time": 2, "step_sise": 5},
            "keyframe 1 at 2 s: unknown key 'step_sise' (did you mean step_size",
        ),
        ({"time": 2, "layr": 5}, "(did you mean layer?); allowed are time, ease, layer, objective"),
        (
            {"time": 2, "film": {"fsp": 5}},
            "unknown key 'film.fsp'; allowed are every, past, new, source, steps, octaves",
        ),
        ({"time": 2, "layer": "3 + clamp(t)"}, "layer = '3 + clamp(t)': clamp takes 3 numbers"),
        ({"time": 2, "step_size": -5}, "keyframe 1 at 2 s: step_size = -5: must be greater"),
        ({"time": 2, "steps": True}, "keyframe 1 at 2 s: steps = true: must be a whole number"),
        ({"time": 2}, "keyframe 1 at 2 s: it changes nothing"),
        ({"time": 2, "to": {"input": "a.png"}}, "keyframe 1 at 2 s: unknown key 'to'"),
        ({"step_size": 2}, "keyframe 1: 'time' is required"),
        ({"time": "soon", "step_size": 2}, "must be a time, as 12.5 in seconds"),
        ({"time": 1, "ease": "slow", "steps": 2}, "allowed are 'smooth', 'linear' or 'hold'"),
    ],
)
def test_a_keyframe_that_cannot_be_is_told_with_key_and_time(frame, said):
    with pytest.raises(BadInput) as caught:
        compose([("test", {"at": [frame]})])
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("frames", "said"),
    [
        ([{"time": 1, "steps": 3}, {"time": "soon", "steps": 2}], "keyframe 2 at soon: time ="),
        ([{"time": 1, "steps": 3}, 5], "keyframe 2: must be a table of keys and values"),
        ({"time": 1, "steps": 3}, "must be a list: in a file each keyframe begins with [[at]]"),
    ],
)
def test_keyframes_are_counted_from_one(frames, said):
    with pytest.raises(BadInput) as caught:
        compose([("test", {"at": frames})])
    assert said in str(caught.value)


def test_a_name_that_a_plugin_would_offer_says_how(registry, tmp_path, monkeypatch):
    (tmp_path / "songs.py").write_text(
        "from dreamgen import Curve, Curves\n"
        "class Song(Curves):\n"
        "    '''A song.'''\n"
        "    offers = ('beat', 'bass')\n"
        "    def read(self, files, seconds):\n"
        "        import numpy as np\n"
        "        return {name: Curve(np.ones(2), 1.0) for name in self.offers}\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    plugin = Plugin("songs", "1", "installed", "songs")
    plugin.offers = {"curves": [Entry("song", "songs:Song", "a song")]}
    plugin.options = [Option("--song", "curves", "A song.", use="song")]
    both = Registry([*registry.plugins, plugin])
    for text, guess in (("1 + beat", ""), ("1 + beet", " (did you mean beat?)")):
        with pytest.raises(BadInput) as caught:
            Outline(compose([("test", {"step_size": text})]), both)
        assert f"{guess}; there are t, u, pi, and beat comes with song(FILE): --song FILE" in str(
            caught.value
        )
    timeline = timeline_of(both, step_size="1 + beat", curves=["song"])
    assert timeline.at(1).recipe.step_size == 2
    with pytest.raises(BadInput, match="song offers beat, bass: put it into the list `curves`"):
        timeline_of(both, step_size="1 + song()")


def test_recipes_with_formulas_and_keyframes_are_written_as_they_were_read():
    keys = {
        "step_size": "0.6 + t",
        "layer": "3 + t",
        "objective": "(0.2 + t)*channel(6, 12)",
        "zoom": {"motion": "zoom(1.5 + 0.8*u)", "blend": "u/2"},
        "at": [{"time": "1:02.5", "ease": "hold", "step_size": "t", "zoom.blend": 0.5}],
    }
    recipe = compose([("test", keys)])
    text = recipe.to_toml()
    assert type(recipe).from_toml(text, {}).to_toml() == text
    for part in (
        '"0.6 + t"',
        '"3 + t"',
        "(0.2 + t)*channel(6, 12)",
        "zoom(1.5 + 0.8*u)",
        '"u/2"',
        "62.5",
    ):
        assert part in text
