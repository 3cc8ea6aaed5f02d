from __future__ import annotations

import pytest

from dreamgen.errors import BadInput
from dreamgen.recipe.expressions import Call, Term, read_call, read_sum, write, write_sum


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("blur", Call("blur")),
        ("blur()", Call("blur")),
        ("channel(3, 12)", Call("channel", (3, 12))),
        (" neuron( stage4 ,7, x = 0.5)", Call("neuron", ("stage4", 7), {"x": 0.5})),
        ("layer(layer3.1)", Call("layer", ("layer3.1",))),
        ("layer(blocks.*.norm1)", Call("layer", ("blocks.*.norm1",))),
        ('layer("a b, c")', Call("layer", ("a b, c",))),
        ("p(channels=[1, 2,3])", Call("p", (), {"channels": [1, 2, 3]})),
        ("p(a=true, b=False, c=-1.5e-3)", Call("p", (), {"a": True, "b": False, "c": -0.0015})),
        ("rotate(ramp(0, 30))", Call("rotate", (Call("ramp", (0, 30)),))),
        ("acme/glow(2)", Call("acme/glow", (2,))),
    ],
)
def test_calls_are_read(text, call):
    assert read_call(text) == call


def test_sums_are_read_with_signs_and_weights_on_either_side():
    assert read_sum("channel(3, 12) + 0.5*layer(2) - neuron(stage4, 7, x=0.5) * 2") == (
        Term(Call("channel", (3, 12))),
        Term(Call("layer", (2,)), 0.5),
        Term(Call("neuron", ("stage4", 7), {"x": 0.5}), -2.0),
    )
    assert read_sum("-.5*layer")[0].weight == -0.5


@pytest.mark.parametrize(
    "text",
    ["a(1, b=2, c=[x, 'y z', 2.5]) - 0.25*d", "-e", "2*f(g(1), h=true)", "p(a='it is', b=\"'\")"],
)
def test_writing_and_reading_give_the_same(text):
    assert read_sum(write_sum(read_sum(text))) == read_sum(text)


def test_words_that_look_like_booleans_stay_words():
    assert read_call(write(Call("a", ("true", True)))) == Call("a", ("true", True))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "channel(3, 12",
        "channel)3(",
        "layer + ",
        "0.5 layer",
        "layer(a=1, a=2)",
        "layer(a=1, 2)",
        "layer layer",
        "__import__('os').system('true')",
        "layer(3;4)",
        "1",
    ],
)
def test_what_is_no_expression_is_refused_with_its_place(text):
    with pytest.raises(BadInput, match=r"expected .* at character|given twice"):
        read_sum(text)


def test_nesting_ends_somewhere():
    assert read_call("a(b(c(1)))").args[0].args[0] == Call("c", (1,))
    for text in ("a(" * 5000, "a(" + "[" * 5000):
        with pytest.raises(BadInput, match="nested more than 20 deep"):
            read_sum(text)


def test_a_sign_before_the_first_term():
    assert read_sum("+layer - channel(3, 1)")[0] == read_sum("layer")[0]
