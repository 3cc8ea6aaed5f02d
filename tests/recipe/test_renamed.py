"""Keys of the release before this one."""

from __future__ import annotations

import warnings

import pytest

from dreamgen.recipe.call import Call
from dreamgen.recipe.composing import compose, split_embedded
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.renamed import RenamedKey


def read_embedded(text, label):
    """Return the recipe in a finished picture's text, and what it was made by."""
    values, made = split_embedded(text, label)
    return compose([(label, values)]), made


OLD = {
    "finishes": ["fade(0.5)"],
    "strength": 0.7,
    "ground": 0.4,
    "paper": "white",
    "octaves": {"taper": 0.6},
    "zoom": {"through": ["patchwork(6)"], "ground": 0.2},
}


def test_old_keys_mean_what_they_meant_and_each_is_warned_of():
    with pytest.warns(RenamedKey) as told:
        recipe = compose([("old.toml", OLD)])
    assert recipe.effects == (Call("fade", (0.5,)),)
    assert (recipe.step_size, recipe.initial_noise, recipe.background) == (0.7, 0.4, "white")
    assert recipe.octaves.step_decay == 0.6
    assert recipe.zoom.transition == ((Term(Call("patchwork", (6,))),),)
    assert recipe.zoom.initial_noise == 0.2
    (sentence,) = [str(warning.message) for warning in told]
    assert sentence.startswith("old.toml: finishes, strength, ground, paper, octaves.taper, zoom.")
    assert "are now effects, step_size, initial_noise, background, octaves.step_decay" in sentence


def test_where_both_are_given_the_new_key_counts():
    with pytest.warns(RenamedKey):
        assert compose([("x", {"strength": 3, "step_size": 2})]).step_size == 2


def test_no_recipe_can_ask_for_a_script_to_be_run():
    assert compose([("x", {"loader": {"run_script": True}})]).loader == Call("")


def test_new_keys_warn_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compose([("x", {"effects": [], "step_size": 2, "zoom": {"transition": ["layer(3)"]}})])


def test_stills_of_the_last_release_stay_stills_and_zooms_stay_zooms():
    still = 'input = "noise"\n[zoom]\nseconds = 9.0\n[made]\ndreamgen = "0.1.0"\n'
    assert read_embedded(still, "x")[0].zoom is None
    zoom = 'input = "noise"\n[made]\ndreamgen = "0.1.0"\nframes = 8\n'
    assert split_embedded(zoom, "x")[0]["zoom"] == {}
    assert read_embedded(zoom, "x")[0].zoom is not None
