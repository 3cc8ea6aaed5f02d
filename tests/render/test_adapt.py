"""Presets written for one network find their way on another."""

from __future__ import annotations

import warnings

import pytest

from dreamgen.backbones.base import Classifier
from dreamgen.errors import BadInput, InputWarning
from dreamgen.recipe.expressions import read_sum
from dreamgen.recipe.writing import write_sum
from dreamgen.render.adapt import adapt_objectives
from dreamgen.render.plan import build_objectives

LABELS = [("owl",), ("thunder snake",), ("peacock",)]


def adapt(registry, text, labels=LABELS):
    terms = read_sum(text)
    built = build_objectives(terms, "objective", registry)

    def classifier():
        if labels is None:
            raise BadInput("no classifier")
        return Classifier(labels, lambda activation: activation)

    return adapt_objectives(terms, built, classifier, "preset mine.toml: objective")


@pytest.mark.parametrize("text", ["concept(owl)", "concept([owl, peacock]) + 2*channel(3, 1)"])
def test_what_the_network_knows_stays(registry, text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        terms, objectives = adapt(registry, text)
    assert terms == tuple(read_sum(text))
    assert objectives == build_objectives(terms, "objective", registry)


def test_words_become_the_nearest_that_it_knows(registry):
    with pytest.warns(InputWarning) as said:
        terms, ((weight, concept),) = adapt(
            registry, "0.5*concept([many_eyes, snake_skin, owl], arrange=nearest)"
        )
    assert (weight, concept.names, concept.arrange) == (0.5, ["snake", "owl"], "nearest")
    assert len(said) == 1
    assert str(said[0].message) == (
        f"preset mine.toml: objective is for another network; taken instead: {write_sum(terms)}"
    )
    again = build_objectives(read_sum(write_sum(terms)), "objective", registry)
    assert again == [(weight, concept)]


def test_terms_of_unknown_words_are_left_out(registry):
    with pytest.warns(InputWarning, match="another network"):
        terms, _ = adapt(registry, "concept(many_eyes) + layer(2)")
    assert write_sum(terms) == "layer(2)"


@pytest.mark.parametrize("labels", [LABELS, None])
def test_nothing_is_left_of_words_unknown_to_it(registry, labels):
    assert adapt(registry, "concept(many_eyes)", labels) is None
