"""A recipe out of a preset, an input and a caller's keys; one grammar for every component."""

from __future__ import annotations

import pytest

from dreamgen.errors import BadInput
from dreamgen.recipe.call import Call
from dreamgen.recipe.composing import compose, compose_request, split_embedded
from dreamgen.recipe.toml import read_setting


def read_embedded(text, label):
    """Return the recipe in a finished picture's text, and what it was made by."""
    values, made = split_embedded(text, label)
    return compose([(label, values)]), made


@pytest.mark.parametrize(
    ("key", "value", "call"),
    [
        ("loader", "table(chart=bar)", Call("table", (), {"chart": "bar"})),
        ("loader", {"use": "svg", "where": "marks"}, Call("svg", (), {"where": "marks"})),
        ("loader", {"where": "marks"}, Call("", (), {"where": "marks"})),
        ("output", "gif(palette=global)", Call("gif", (), {"palette": "global"})),
        ("output", "webp(80)", Call("webp", (80,))),
        ("optimiser", "adam(0.1)", Call("adam", (0.1,))),
    ],
)
def test_components_are_named_by_one_grammar_and_survive_a_round_trip(key, value, call):
    recipe = compose([("x", {key: value})])
    assert getattr(recipe, key) == call
    assert getattr(read_embedded(recipe.to_toml(), "y")[0], key) == call


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("resnet50", "resnet50"),
        ("timm(resnet50)", "timm(resnet50)"),
        ({"use": "timm", "name": "resnet50"}, "timm(name=resnet50)"),
        ("hf-hub:owner/name", "hf-hub:owner/name"),
    ],
)
def test_a_backbone_is_a_plain_name_or_an_expression(value, text):
    recipe = compose([("x", {"backbone": value})])
    assert recipe.backbone == text
    assert read_embedded(recipe.to_toml(), "y")[0].backbone == text


def test_one_parameter_of_a_loader_or_output_can_be_set_by_itself():
    layers = [("p", {"loader": "svg(where=panel)", "output": {"quality": 3}})]
    layers += [("--where", {"loader": {"where": "marks"}}), ("s", read_setting("output.use=webp"))]
    recipe = compose(layers)
    assert recipe.loader == Call("svg", (), {"where": "marks"})
    assert recipe.output == Call("webp", (), {"quality": 3})


def test_parameters_by_place_are_not_lost_when_one_is_set_by_name():
    with pytest.raises(BadInput, match=r"output is webp\(80\), by place"):
        compose([("p", {"output": "webp(80)"}), ("--set", {"output": {"effort": 2}})])


def test_the_caller_wins_over_the_input_and_the_input_over_the_preset(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('input = "noise"\nsteps = 3\nseed = 2\n[zoom]\nseconds = 9\n')
    presets = {"mine": path}
    still = compose_request("a.png", "mine", [("--seed", {"seed": 5})], presets, moving=False)
    assert (still.input, still.steps, still.seed, still.zoom) == ("a.png", 3, 5, None)
    zoom = compose_request(None, "mine", [], presets, moving=True)
    assert (zoom.input, zoom.zoom.seconds) == ("noise", 9)
    assert compose_request("noise", None, [], {}, moving=True).zoom.seconds == 4
