"""Controls are made from the recipe's own types, limits and descriptions."""

from __future__ import annotations

import pytest

from dreamgen.errors import BadInput
from dreamgen.notebook.controls import USUAL, describe_controls, read_values, write_values
from dreamgen.recipe.schema import Recipe


def test_a_control_is_of_its_keys_type(registry):
    names = ("steps", "step_size", "colour", "objective", "layer", "octave_ratio")
    steps, size, colour, objective, layer, ratio = describe_controls(names, registry)
    assert (steps["kind"], steps["whole"], steps["least"], steps["most"]) == (
        "number",
        True,
        0,
        100_000,
    )
    assert (size["kind"], size["whole"], size["label"]) == ("number", False, "step size")
    assert (colour["kind"], colour["choices"]) == ("choice", ["free", "keep", "hue"])
    assert objective["kind"] == "text"
    assert {"channel", "layer"} <= set(objective["choices"])
    assert (layer["kind"], layer["choices"]) == ("text", [])
    assert (ratio["key"], ratio["kind"]) == ("octaves.ratio", "number")
    assert all(control["help"] for control in describe_controls(USUAL, registry))


def test_every_key_of_a_recipe_can_have_one(registry):
    names = [name for name in Recipe.model_fields if name != "zoom"]
    assert len(describe_controls(names, registry)) == len(names)
    with pytest.raises(BadInput, match="did you mean steps"):
        describe_controls(["stepps"], registry)


def test_texts_become_values_and_empty_ones_say_nothing():
    texts = {"steps": "12", "layer": " ", "size": "400x300", "effects": "fade, crumple(0.5)"}
    assert read_values(texts) == {
        "steps": 12,
        "size": "400x300",
        "effects": ["fade", "crumple(0.5)"],
    }


def test_a_recipe_says_what_it_gives():
    recipe = Recipe(steps=7, effects=["fade", "crumple"], objective="channel(3, 5)")
    found = write_values(recipe, ["steps", "effects", "objective", "octaves.count", "layer"])
    assert found == {
        "steps": "7",
        "effects": "fade, crumple",
        "objective": "channel(3, 5)",
        "octaves.count": "5",
        "layer": "",
    }
