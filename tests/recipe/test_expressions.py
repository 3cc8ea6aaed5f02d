from __future__ import annotations

import random
import tomllib

import pytest

from dreamgen.errors import BadInput
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import Term, read_call, read_sum
from dreamgen.recipe.formula import Formula
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.weights import Ramp
from dreamgen.recipe.writing import write, write_sum


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


SIGNS = ['"', "'", "\\", "\n", "\t", "\0", "\x1b", " ", ",", "(", ")", "[", "]", "=", "*", "+", "-"]
SIGNS += [
    ".",
    "/",
    ":",
    "?",
    "_",
    "a",
    "B",
    "0",
    "9",
    "e",
    "é",
    "\u202e",
    "\u0661",
    "²",
    "\U0001f600",
]
WORDS = ["true", "False", "nan", "inf", "1e5", "-1", 'it\'s "x".png', '""', "''", "C:\\new.png", ""]


def any_value(chance: random.Random, depth: int = 0):
    """Return any value that an expression can hold."""
    kind = chance.randrange(7 if depth < 3 else 5)
    if kind < 2:
        return "".join(chance.choices(SIGNS, k=chance.randrange(12)))
    if kind == 2:
        return chance.choice(WORDS)
    if kind == 3:
        return chance.choice([True, False, chance.randrange(-(2**63) + 1, 2**63), 2**63 - 1])
    if kind == 4:
        return chance.choice([chance.uniform(-1, 1), chance.expovariate(1) * 1e300, 5e-324, -0.0])
    if kind == 5:
        return [any_value(chance, depth + 1) for _ in range(chance.randrange(4))]
    return any_call(chance, depth + 1)


def any_call(chance: random.Random, depth: int = 0) -> Call:
    args = tuple(any_value(chance, depth) for _ in range(chance.randrange(3)))
    params = {chance.choice("abc"): any_value(chance, depth) for _ in range(chance.randrange(3))}
    name = chance.choice(["f", "use", "acme/glow", "a-b"])
    # A name alone is a word: only in brackets it is a component.
    return Call(name, args or (1,), params) if depth else Call(name, args, params)


@pytest.mark.parametrize("seed", range(400))
def test_every_value_is_read_back_as_it_was_written(seed):
    chance = random.Random(seed)
    terms = tuple(Term(any_call(chance), chance.uniform(-9, 9)) for _ in range(1 + seed % 3))
    assert read_sum(write_sum(terms)) == terms
    recipe = Recipe(objective=terms)
    (again,) = [Recipe(**tomllib.loads(recipe.to_toml()))]
    assert again.objective == terms


def test_a_quote_within_a_text_is_written_twice():
    assert read_call("""a('it''s "x"')""") == Call("a", ('it\'s "x"',))
    assert write('it\'s "x"') == '"it\'s ""x"""'
    assert write('say "x"') == "'say \"x\"'"


def test_a_table_within_a_table_is_a_component_too():
    table = {"use": "rotate", "angle": {"use": "ramp", "start": 0}, "list": [{"use": "a"}]}
    assert Call.from_table(table) == read_call("rotate(angle=ramp(start=0), list=[a()])")
    for wrong in ({"use": "rotate", "angle": {"start": 0}}, {"use": ""}, {"use": "a b"}):
        with pytest.raises(BadInput, match="`use` key"):
            Call.from_table(wrong)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("1/4*layer", 0.25),
        ("layer/4", 0.25),
        ("2*3*layer*4", 24.0),
        ("(1 - 2/8) * layer", 0.75),
        ("((2 + 1)*-(1 + 1)) * layer", -6.0),
        ("-(1 - 3)*layer", 2.0),
        ("layer * -2", -2.0),
        ("ramp(0, 1)*layer", Ramp(0, 1)),
        ("-2*ramp(0, 1)*layer", Ramp(0, -2)),
        ("layer*ramp(1, 0.5, over=octave)/2", Ramp(0.5, 0.25, "octave")),
        ("layer*ramp(-1, 1)", Ramp(-1, 1)),
    ],
)
def test_weights_are_products_of_numbers_and_of_one_ramp(text, weight):
    assert read_sum(text) == (Term(Call("layer"), weight),)
    assert read_sum(write_sum(read_sum(text))) == read_sum(text)


def test_a_ramp_may_stand_in_any_term():
    text = "layer - ramp(0, 1)*channel(5)"
    assert write_sum(read_sum(text)) == "layer + ramp(0.0, -1.0)*channel(5)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ramp(0)*layer", r"must be ramp\(from, to\)"),
        ("ramp(0, 1, 2, 3)*layer", r"must be ramp\(from, to\)"),
        ("ramp(0, 1 + t)*layer", "a ramp is between numbers, and '1 [+] t' is a formula"),
        ("ramp(0, a)*layer", "a weight must be a number, not 'a'"),
        ("ramp(0, 1, over=octaves)*layer", "over = 'octaves': allowed are ascent, octave"),
        ("ramp(0, 1e9)*layer", "at most 1,000,000"),
        ("ramp(0, 1)*ramp(0, 1)*layer", "a single ramp"),
        ("ramp(0, 1)", r"expected '\*' between a weight and an objective"),
        ("1/0*layer", "division by 0"),
        ("layer/(1 - 1)", "division by 0"),
        ("layer(3)*channel(6)", "layer times channel: objectives are added"),
        ("(1 + 'x')*layer", "expected a number at character 6"),
        ("beat*ramp(0, 1)*layer", "a ramp or a formula, not both"),
        ("(1*layer", "expected a number at character 4"),
        ("1e5*1e5*layer", "at most 1,000,000"),
        ("1e200*1e200*0*layer", "at most 1,000,000"),
        ("(" * 5000, "nested more than 20 deep"),
    ],
)
def test_what_is_no_weight_is_refused_in_one_sentence(text, message):
    with pytest.raises(BadInput, match=message):
        read_sum(text)


@pytest.mark.parametrize("weight", ["ramp(0, 2)", {"use": "ramp", "start": 0, "end": 2}])
def test_a_table_has_a_ramp_for_its_weight(weight):
    recipe = Recipe(objective={"use": "layer", "weight": weight})
    assert recipe.objective == (Term(Call("layer"), Ramp(0, 2)),)
    assert Recipe(**tomllib.loads(recipe.to_toml())).objective == recipe.objective


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("(0.2 + beat)*layer(3)", "0.2 + beat"),
        ("beat*layer(3)", "beat"),
        ("layer(3)*beat", "beat"),
        ("-beat*layer(3)", "-beat"),
        ("0.5*beat*(1 + bass)*layer(3)", "0.5*beat*(1 + bass)"),
        ("max(beat, 0.1)*layer(3)", "max(beat, 0.1)"),
        ("t*layer(3)", "t"),
        ("layer(3)/(1 + t)", "1/(1 + t)"),
        ("-(1 - u)*layer(3)", "-(1 - u)"),
        ("(csv(a.csv, b))*layer(3)", "csv(a.csv, b)"),
    ],
)
def test_a_weight_may_be_a_formula(text, weight):
    (term,) = read_sum(text)
    assert term == Term(Call("layer", (3,)), Formula(weight))
    assert read_sum(write_sum([term])) == (term,)


def test_of_bare_names_the_last_is_the_component():
    assert read_sum("beat*bass*layer") == (Term(Call("layer"), Formula("beat*bass")),)
    assert read_sum("2*(1 + 1)*layer") == (Term(Call("layer"), 4.0),)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5 + 0.8*beat", Formula("1.5 + 0.8*beat")),
        ("-beat", Formula("-beat")),
        ("(1 + t)*2", Formula("(1 + t)*2")),
        ("max(1, beat) + 2", Formula("max(1, beat) + 2")),
        ("1 + csv(a.csv, b)", Formula("1 + csv(a.csv, b)")),
        ("1 + 1/4", 1.25),
        ("2*beat", Formula("2*beat")),
        ("2/3", 2 / 3),
        # Words, texts and components: what they are is for the component to say.
        ("beat", "beat"),
        ("blocks*2", "blocks*2"),
        ("max(1, beat)", Call("max", (1, "beat"))),
    ],
)
def test_a_parameter_may_be_a_formula(text, value):
    call = read_call(f"zoom({text}, x=0.5)")
    assert call == Call("zoom", (value,), {"x": 0.5})
    assert read_call(write(call)) == call
    assert read_call(f"zoom(x={text})") == Call("zoom", (), {"x": value})


def test_several_words_still_need_quotes():
    with pytest.raises(BadInput, match="several words, and paths, need quotes"):
        read_call("guide(my leaves.jpg)")
