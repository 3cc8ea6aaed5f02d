"""Presets written for one network find their way on another."""

from __future__ import annotations

import warnings

import pytest

from dreamgen.backbones.base import Classifier
from dreamgen.errors import BadInput, InputWarning
from dreamgen.recipe.composing import compose
from dreamgen.recipe.expressions import read_sum
from dreamgen.recipe.writing import write_sum
from dreamgen.render.adapt import adapt_recipe

LABELS = [("owl",), ("thunder snake",), ("peacock",)]


def adapt(registry, text, labels=LABELS):
    """Return the objective of a preset, adapted to a network with these labels; or its own."""
    recipe = compose([("preset mine.toml", {"objective": text})])

    def classifier():
        if labels is None:
            raise BadInput("no classifier")
        return Classifier(labels, lambda activation: activation)

    return adapt_recipe(recipe, registry, classifier, read_sum("layer(9)")).objective


@pytest.mark.parametrize(
    "text", ["concept(owl)", "u*concept([owl, peacock]) + 2*channel(3, 1, where=a.png)"]
)
def test_what_the_network_knows_stays(registry, text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert adapt(registry, text) == read_sum(text)


def test_words_become_the_nearest_that_it_knows(registry):
    with pytest.warns(InputWarning) as said:
        terms = adapt(registry, "u*concept([many_eyes, snake_skin, owl], arrange=nearest)")
    assert terms == read_sum("u*concept(names=[snake, owl], arrange=nearest)")
    assert len(said) == 1
    assert str(said[0].message) == (
        f"preset mine.toml: objective is for another network; taken instead: {write_sum(terms)}"
    )


def test_a_formula_of_an_adapted_objective_stays(registry):
    with pytest.warns(InputWarning, match="another network"):
        (term,) = adapt(registry, "concept([snake_skin], patches=2 + 4*t)")
    assert write_sum((term,)) == "concept(names=[snake], patches=2 + 4*t)"


def test_terms_of_unknown_words_are_left_out(registry):
    with pytest.warns(InputWarning, match="another network"):
        terms = adapt(registry, "concept(many_eyes) + layer(2)")
    assert write_sum(terms) == "layer(2)"


@pytest.mark.parametrize("labels", [LABELS, None])
def test_a_network_takes_its_own_in_place_of_words_unknown_to_it(registry, labels):
    with pytest.warns(InputWarning, match="taken instead: layer.9."):
        assert adapt(registry, "concept(many_eyes)", labels) == read_sum("layer(9)")


def test_what_a_caller_gives_stays(registry):
    recipe = compose([("--objective", {"objective": "concept(many_eyes)"})])
    assert adapt_recipe(recipe, registry, lambda: None, read_sum("layer(9)")) is recipe
