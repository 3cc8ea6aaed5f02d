from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pytest

from dreamgen.errors import BadInput
from dreamgen.recipe.composing import compose
from dreamgen.recipe.plain import read_plain


def deep(levels: int) -> list:
    value: list = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"loader": {"x": float("nan")}}, "loader.x = nan: it must be a finite number"),
        ({"step_size": float("-inf")}, "step_size = -inf: it must be a finite number"),
        ({"seed": 10**5000}, "seed is too large a number"),
        ({"mask": "\ud800"}, "mask = '\\ud800': it is not valid Unicode text"),
        ({"loader": {"x\udcff": 1}}, "not valid Unicode text"),
        ({"loader": {1: 2}}, "loader.1: a key must be text"),
        ({"seed": datetime.date(2026, 1, 1)}, "seed is a date"),
        ({"mask": b"x.png"}, "mask is a bytes"),
        ({"effects": deep(3000)}, "nested more than 20 deep"),
    ],
)
def test_what_toml_cannot_hold_is_refused_with_its_key(values, said):
    with pytest.raises(BadInput) as refusal:
        compose([("a.toml", values)])
    assert str(refusal.value).startswith("a.toml: ")
    assert said in str(refusal.value)
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"steps": True}, "a.toml: steps = true: must be a whole number"),
        ({"octaves": {"step_decay": True}}, "a.toml: octaves.step_decay = true: must be a number"),
        ({"size": True}, "a.toml: size = true: "),
        ({"zoom": {"fps": False}}, "a.toml: zoom.fps = false: "),
    ],
)
def test_true_and_false_are_no_numbers(values, said):
    with pytest.raises(BadInput) as refusal:
        compose([("a.toml", values)])
    assert str(refusal.value).startswith(said)


def test_numbers_of_numpy_and_paths_become_plain():
    values = {"size": np.int64(640), "step_size": np.float32(0.5), "mask": Path("sky.png")}
    assert read_plain(values, "a") == {"size": 640, "step_size": 0.5, "mask": "sky.png"}
    assert type(read_plain(values, "a")["size"]) is int


def test_none_leaves_a_key_at_its_default():
    preset = ("p", {"steps": 3, "mask": "a.png", "loader": {"where": "marks", "chart": "a"}})
    recipe = compose([preset, ("x", {"steps": None, "mask": None, "loader": {"where": None}})])
    assert (recipe.steps, recipe.mask) == (16, None)
    assert dict(recipe.loader.params) == {"chart": "a"}


def test_a_parameter_cannot_be_set_where_there_is_no_component():
    with pytest.raises(BadInput, match="optimiser = 5: it has no parameters to set"):
        compose([("a.toml", {"optimiser": 5}), ("--set", {"optimiser": {"rate": 1}})])
    with pytest.raises(BadInput, match=r"--set: optimiser = 'adam\(': expected"):
        compose([("a.toml", {"optimiser": "adam("}), ("--set", {"optimiser": {"rate": 1}})])
