from __future__ import annotations

import pytest
from pydantic import ValidationError

from dreamgen.errors import BadInput
from dreamgen.recipe.call import Call
from dreamgen.recipe.composing import compose, split_embedded
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.presets import read_preset
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.toml import read_setting
from dreamgen.recipe.values import Size


def read_embedded(text, label):
    """Return the recipe in a finished picture's text, and what it was made by."""
    values, made = split_embedded(text, label)
    return compose([(label, values)]), made


def test_later_sources_win_key_by_key():
    recipe = compose(
        [("a", {"octaves": {"count": 7, "ratio": 1.5}}), ("b", {"octaves": {"count": 3}})]
    )
    assert (recipe.octaves.count, recipe.octaves.ratio) == (3, 1.5)


def test_table_form_and_expression_are_equal():
    text = compose([("a", {"objective": "channel(layer=3, channel=12) - 2*layer"})])
    table = compose(
        [
            (
                "a",
                {
                    "objective": [
                        {"use": "channel", "layer": 3, "channel": 12},
                        {"use": "layer", "weight": -2},
                    ]
                },
            )
        ]
    )
    assert text == table
    assert text.objective[1] == Term(Call("layer"), -2.0)


def test_toml_round_trip_with_what_it_was_made_by():
    recipe = compose(
        [
            (
                "a",
                {
                    "input": "a b.png",
                    "size": "900x500",
                    "objective": "channel(3, 12) + 0.5*layer(blocks.*)",
                    "regularisers": ["jitter(8)", {"use": "blur", "start": 2}],
                    "octaves": {"count": 2},
                    "output": {"use": "compare", "quality": 90},
                },
            )
        ]
    )
    assert recipe.size == Size(900, 500)
    again, made = read_embedded(recipe.to_toml({"torch": "2"}), "x")
    assert (again.to_toml(), made) == (recipe.to_toml(), {"torch": "2"})


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("octaves.count=6", {"octaves": {"count": 6}}),
        ("output.use=compare", {"output": {"use": "compare"}}),
        ('regularisers=["blur"]', {"regularisers": ["blur"]}),
        ("background=#fff", {"background": "#fff"}),
    ],
)
def test_settings_are_toml_or_plain_words(text, table):
    assert read_setting(text) == table


def test_one_parameter_of_a_component_can_be_set_by_itself():
    recipe = compose(
        [("p", {"optimiser": "adam(beta1=0.5)"}), ("--set", read_setting("optimiser.rate=0.1"))]
    )
    assert recipe.optimiser == Call("adam", (), {"beta1": 0.5, "rate": 0.1})
    default = compose([("--set", read_setting("optimiser.size=0.1"))])
    assert default.optimiser == Call("normalised", (), {"size": 0.1})


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"octvaes": 3}, ["src: ", "unknown key 'octvaes'", "did you mean octaves"]),
        ({"octaves": {"cont": 3}}, ["src: ", "'octaves.cont'", "did you mean count"]),
        ({"": 3}, ["src: unknown key '\"\"'"]),
        ({"octaves": {"": 3}}, ["src: unknown key 'octaves.\"\"'"]),
        ({"int": 3}, ["src: unknown key 'int'", "did you mean input"]),
        ({"zoom": {"float": {"a": 3}}}, ["src: unknown key 'zoom.float'"]),
        ({"a[b": 3}, ["src: unknown key '\"a[b\"'"]),
        ({"steps.seed": 3}, ["src: unknown key '\"steps.seed\"'"]),
        ({"octaves": {"count": 0}}, ["src: octaves.count = 0", "greater than or equal to 1"]),
        ({"steps": "so many"}, ["src: steps = 'so many': must be a whole number or a formula"]),
        ({"step_size": "sqrt(-1)"}, ["src: step_size = 'sqrt(-1)': it takes sqrt of -1"]),
        ({"zoom": {"blend": "2*"}}, ["src: zoom.blend = '2*': must be a number or a formula"]),
        ({"step_size": "csv(/a.csv, b)"}, ["formula, in which a path stands in quotes"]),
        ({"step_size": [1]}, ["src: step_size = [1]: must be a number"]),
        ({"octaves": 3}, ["src: octaves = 3: must be a table"]),
        ({"layer": [3]}, ["src: layer = [3]: must be a whole number or text"]),
        ({"regularisers": ["jitter", 3]}, ["src: regularisers.1 = 3: must be a component"]),
        ({"objective": []}, ["src: objective = []", "at least one"]),
        ({"objective": {"use": "layer", "weight": [1]}}, ["src: objective", "must be a number"]),
        ({"objective": "1e39*layer"}, ["src: objective", "at most 1,000,000"]),
        ({"colour": "kep"}, ["src: colour = 'kep'", "'free'", "did you mean"]),
        ({"size": "12"}, ["src: size = '12'", "32 to 16384"]),
        ({"size": "big"}, ["src: size = 'big'", "900x500"]),
        ({"objective": "layer("}, ["src: objective = 'layer('", "at character 7"]),
        ({"objective": {"layer": 3}}, ["src: objective", "`use`"]),
        ({"seed": -1}, ["src: seed = -1"]),
        ({"device": "gpu"}, ["src: device = 'gpu': must be auto, cpu"]),
    ],
)
def test_mistakes_are_named_with_source_key_value_and_what_is_allowed(values, words):
    with pytest.raises(BadInput) as caught:
        compose([("src", values)])
    message = str(caught.value)
    assert "\n" not in message
    for word in words:
        assert word in message


def test_a_flag_is_named_once_and_a_file_with_its_key():
    recipe = compose([("my.toml", {"steps": 3}), ("--size", {"size": 300})])
    assert recipe.where("steps") == "my.toml: steps"
    assert recipe.where("size") == "--size"
    assert recipe.where("seed") == "seed"


def test_recipes_are_frozen():
    with pytest.raises(ValidationError):
        Recipe().steps = 3


def test_presets_extend_one_another_nearest_last(tmp_path):
    (tmp_path / "base.toml").write_text("steps = 3\nseed = 7\n")
    (tmp_path / "child.toml").write_text('extends = "base"\nsteps = 4\n')
    presets = {path.stem: path for path in tmp_path.glob("*.toml")}
    recipe = compose(read_preset("child", presets))
    assert (recipe.steps, recipe.seed) == (4, 7)
    assert compose(read_preset(str(tmp_path / "base.toml"), {})).steps == 3


def test_a_file_extends_files_beside_itself(tmp_path):
    (tmp_path / "base.toml").write_text("steps = 3\n")
    (tmp_path / "child.toml").write_text('extends = "base.toml"\nseed = 4\n')
    (tmp_path / "loop.toml").write_text('extends = "./loop.toml"\n')
    recipe = compose(read_preset(str(tmp_path / "child.toml"), {}))
    assert (recipe.steps, recipe.seed) == (3, 4)
    with pytest.raises(BadInput, match="circle"):
        read_preset(str(tmp_path / "loop.toml"), {})


def test_presets_that_are_missing_circular_or_broken_are_refused(tmp_path):
    (tmp_path / "a.toml").write_text('extends = "b"')
    (tmp_path / "b.toml").write_text('extends = "a"')
    (tmp_path / "c.toml").write_text("steps = ")
    (tmp_path / "d.toml").write_bytes(b"\xff\xfe\x00")
    presets = {path.stem: path for path in tmp_path.glob("*.toml")}
    for name, words in {
        "a": "circle: a -> b -> a",
        "c": "c.toml is not valid TOML",
        "d": "d.toml cannot be read: it is not UTF-8 text",
        "": "there is no preset ''",
        "clasic": "there is no preset 'clasic'",
        "no.toml": "there is no preset file no.toml",
    }.items():
        with pytest.raises(BadInput, match=words.replace(".", r"\.")):
            read_preset(name, presets)


def test_every_shipped_preset_is_valid_and_says_what_it_is(registry):
    assert {"classic", "psychedelic-plot", "reptile-skin", "layer-ladder-3"} <= set(
        registry.presets
    )
    from dreamgen.render.plan import make_plan

    for name in registry.presets:
        recipe = compose(read_preset(name, registry.presets))
        assert recipe.summary, name
        make_plan(recipe, registry)


def test_no_regularisers_at_all_survive_the_round_trip():
    recipe = compose([("a", {"regularisers": []})])
    assert read_embedded(recipe.to_toml(), "x")[0].regularisers == ()


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_its_json_schema_has_every_key(mode):
    schema = Recipe.model_json_schema(mode=mode)
    assert schema["properties"].keys() == Recipe.model_fields.keys()
    film = schema["$defs"]["Film"]["properties"]["new"]
    assert (film["minimum"], film["maximum"], film["type"]) == (0, 1, "number")
    keyframe = schema["$defs"]["Keyframe"]
    assert keyframe["properties"].keys() == {"time", "ease"}
    assert keyframe["required"] == ["time"]
    assert keyframe["additionalProperties"]["description"]
