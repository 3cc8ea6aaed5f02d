"""Formulas: what they compute against Python's own arithmetic, and what they refuse."""

from __future__ import annotations

import math
import random
import re

import numpy as np
import pytest

from dreamgen.errors import BadInput
from dreamgen.recipe.call import Call
from dreamgen.recipe.formula import DEEPEST, Formula, read_formula
from dreamgen.recipe.writing import write

VALUES = {"t": 2.5, "u": 0.25, "beat": 0.7, "bass": -0.3}
REFERENCE = {
    "sin": math.sin,
    "cos": math.cos,
    "sqrt": math.sqrt,
    "abs": abs,
    "exp": math.exp,
    "log": math.log,
    "floor": math.floor,
    "min": min,
    "max": max,
    "pi": math.pi,
    "clamp": lambda x, low, high: min(max(x, low), high),
    "mix": lambda a, b, share: a + (b - a) * share,
    "smooth": lambda x: (lambda s: 3 * s**2 - 2 * s**3)(min(max(x, 0), 1)),
}


def evaluate(text, values=VALUES, find=None):
    formula = read_formula(text)
    return formula.evaluate(values, find) if isinstance(formula, Formula) else formula


@pytest.mark.parametrize(
    "text",
    [
        "1.5 + 0.8*beat",
        "-beat**2 + 3 - -t",
        "2**-t / (1 + u)",
        "sin(2*pi*t) + cos(t)*abs(bass)",
        "sqrt(t) - exp(bass) + log(1 + beat)",
        "floor(t*3) + min(t, beat, 1) + max(bass, u)",
        "clamp(t, 0, 1) + clamp(bass, 0, 1) + clamp(beat, 0, 1)",
        "mix(1, 5, u) + smooth(beat) + smooth(t) + smooth(bass)",
    ],
)
def test_it_computes_what_python_does(text):
    wanted = eval(text, dict(REFERENCE), dict(VALUES))  # the reference alone is evaluated so
    assert evaluate(text) == pytest.approx(wanted)


def test_random_formulas_agree_with_python():
    rng = random.Random(5)

    def make(depth):
        if depth == 0:
            return rng.choice(["t", "u", "beat", "bass", "pi", f"{rng.uniform(0.1, 3):.2f}"])
        a, b = make(depth - 1), make(rng.randrange(depth))
        return rng.choice([f"({a} + {b})", f"({a} - {b})", f"{a}*{b}", f"smooth({a})", f"-{a}"])

    for _ in range(60):
        text = make(4)
        wanted = eval(text, dict(REFERENCE), dict(VALUES))
        assert evaluate(text) == pytest.approx(wanted), text


def test_an_array_of_moments_gives_an_array():
    moments = np.linspace(0, 4, 9)
    text = "max(1, t) * mix(1, 2, smooth(t/4)) + min(t, 3)"
    many = evaluate(text, {"t": moments})
    assert many == pytest.approx([evaluate(text, {"t": float(moment)}) for moment in moments])


def test_what_never_changes_is_a_number():
    assert read_formula("(1 - 2/3) * max(3, 1)") == pytest.approx(1.0)
    assert isinstance(read_formula("2*pi"), Formula)
    assert evaluate("2*pi", {}) == pytest.approx(2 * math.pi)


def test_its_names_and_the_components_called_in_place():
    formula = read_formula("beat*csv(data/prices.csv, close, low=-1, raw=true) + max(t, onset)")
    assert formula.names == {"beat", "onset"}
    call = Call("csv", ("data/prices.csv", "close"), {"low": -1, "raw": True})
    assert formula.calls == [call]
    values = VALUES | {"onset": 9.0}
    assert formula.evaluate(values, lambda asked: 2.0 if asked == call else None) == 0.7 * 2 + 9


def test_components_called_in_place_can_be_changed():
    formula = read_formula("1 + é*csv('a b.csv', x) - csv(c.csv, y)/2")
    changed = formula.map_calls(lambda call: Call(call.use, ("d e.csv", *call.args[1:])), write)
    assert changed.text == '1 + é*csv("d e.csv", x) - csv("d e.csv", y)/2'
    assert formula.map_calls(lambda call: call, write) == formula


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 +", "'1 +' is no formula"),
        ("beat if t else 1", "a formula holds numbers, names"),
        ("beat.real", "a formula holds numbers, names"),
        ("beat[0]", "a formula holds numbers, names"),
        ("'text'", "a formula holds numbers, names"),
        ("True + 1", "a formula holds numbers, names"),
        ("(lambda: 1)()", "a formula holds numbers, names"),
        ("beat.mean()", "a formula holds numbers, names"),
        ("1 < 2", "a formula holds numbers, names"),
        ("csv(*t)", "a formula holds numbers, names"),
        ("sin", "sin needs numbers in brackets"),
        ("sin(1, 2)", "sin takes one number"),
        ("clamp(1, 2)", "clamp takes 3 numbers"),
        ("max()", "max takes numbers"),
        ("(" * 300 + "1" + ")" * 300, "is no formula"),
        ("-" * (DEEPEST + 2) + "1", "nested at most 200 deep"),
        ("1+" * 600 + "1", "at most 1,000 characters"),
        ("1/0", "it divides by 0"),
        ("9**9**9**9", "a power is beyond all numbers"),
    ],
)
def test_what_is_no_formula_is_refused(text, said):
    with pytest.raises(BadInput, match=re.escape(said)):
        read_formula(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1/(t - 2.5)", "it divides by 0"),
        ("log(bass)", "it takes log of -0.3"),
        ("sqrt(-t)", "it takes sqrt of -2.5"),
        ("bass**0.5", "a power is beyond all numbers"),
        ("9**9**9**t", "a power is beyond all numbers"),
        ("exp(1000*t)", "exp is beyond all numbers"),
        ("t*1e999", "a number in it is beyond all numbers"),
        ("t*1" + 400 * "0", "a number in it is beyond all numbers"),
    ],
)
def test_what_has_no_value_is_refused(text, said):
    with pytest.raises(BadInput, match=re.escape(said)):
        evaluate(text)


def test_a_long_sum_is_no_nest():
    terms = "+".join(["0.1*t"] * 100)
    assert read_formula(terms).evaluate({"t": 2.0}, None) == pytest.approx(20)
