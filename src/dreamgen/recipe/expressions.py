"""The little language of ``name(key=value)`` and, for objectives, ``a + 0.5*b - c``.

Parsed by hand, never evaluated. What is read here can be written back by ``writing.py``, so a
recipe holds the same text whether it came from the command line, a preset or Python.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dreamgen.errors import BadInput
from dreamgen.recipe.call import NAME, Call, Value
from dreamgen.recipe.formula import Formula, NoFormula, is_function, read_formula
from dreamgen.recipe.scanner import NUMBER, Scanner
from dreamgen.recipe.values import LARGEST_WHOLE, shorten
from dreamgen.recipe.weights import Weight, build_ramp, check_weight, multiply_all


@dataclass(frozen=True)
class Term:
    """One summand of an objective."""

    call: Call
    weight: Weight = 1.0


# Quantifiers are possessive (*+, ++, ?+): a text that does not fit is given up in linear time.
_SIGNED = r"(?:[+-]\s*+)?+" + NUMBER + r"(?=\s*+(?:[,)\]]|$))"
_KEY = r"[A-Za-z_]\w*+\s*+=(?!=)"
# Inside brackets a bare word may be a layer such as layer3.1, blocks.*.norm or "stages.0.blocks-1".
_WORD = r"[\w*][\w.*?/:-]*+"
# As in CSV and SQL, a quote within a text is written twice.
_STRING = r"\"(?:[^\"]|\"\")*+\"|'(?:[^']|'')*+'"


class _Reader(Scanner):
    def call(self) -> Call:
        name = self.expect(NAME, "a component's name")
        args: list[Value] = []
        params: dict[str, Value] = {}
        if self.take(r"\("):
            while not self.take(r"\)"):
                key = self.take(_KEY)
                if key is None and params:
                    self.refuse("key=value after the first named parameter")
                value = self.value()
                if key is None:
                    args.append(value)
                else:
                    name_of_key = key[:-1].rstrip()
                    if name_of_key in params:
                        raise BadInput(f"{name_of_key!r} is given twice")
                    params[name_of_key] = value
                if not self.take(","):
                    self.expect(r"\)", "',' or ')' (several words, and paths, need quotes)")
                    break
        return Call(name, tuple(args), params)

    def calls(self) -> list[Call]:
        """Read a list of components in square brackets."""
        self.expect(r"\[", "'['")
        calls: list[Call] = []
        while not self.take(r"\]"):
            calls.append(self.call())
            if not self.take(","):
                self.expect(r"\]", "',' or ']'")
                break
        return calls

    def value(self) -> Value:
        self.go_deeper()
        value = self._value()
        self.come_back()
        return value

    def _value(self) -> Value:
        if self.take(r"\["):
            items: list[Value] = []
            while not self.take(r"\]"):
                items.append(self.value())
                if not self.take(","):
                    self.expect(r"\]", "',' or ']'")
                    break
            return items
        start = self.at
        value = self._single()
        is_product = isinstance(value, str) and re.match(r"[0-9.]+[*/]", value)
        if value is not None and not is_product and self.is_next(r"[,)\]]|$"):
            return _work_out(value, self.text[start : self.at])
        end, self.at = self.at, start
        formula = self._formula()
        if formula is not None:
            return formula
        self.at = end
        if value is None:
            self.refuse("a number, a word, a list, or a text in quotes as paths need")
        return value

    def _formula(self) -> Formula | float | None:
        """Read a formula up to the end of the value; None if there is none."""
        try:
            return read_formula(self.until_end_of_value())
        except NoFormula:
            return None

    def _single(self) -> Value:
        """Read a text, a number, a component or a word; None if there is none of them."""
        quoted = self.take(_STRING)
        if quoted is not None:
            mark = quoted[0]
            return quoted[1:-1].replace(mark * 2, mark)
        number = self.take(_SIGNED)
        if number is not None:
            return _parse_number(number)
        if self.is_next(NAME + r"\s*+\("):
            return self.call()
        word = self.take(_WORD)
        return word and {"true": True, "false": False}.get(word.lower(), word)

    def term(self, sign: float) -> Term:
        """Read one component among factors that weigh it: ``0.5*ramp(0, 1)*channel(3)``."""
        factors = [self._factor()]
        while (operator := self.take(r"[*/]")) is not None:
            factors.append(self._factor(divides=operator == "/"))
        calls = [factor for factor in factors if isinstance(factor, Call)]
        if not calls:
            self.refuse("'*' between a weight and an objective")
        call = _choose_component(calls)
        weights = [
            Formula(one.use) if isinstance(one, Call) else one for one in factors if one is not call
        ]
        return Term(call, check_weight(multiply_all(sign, weights)))

    def _factor(self, divides: bool = False) -> Call | Weight:
        self.skip_space()
        start = self.at
        if divides or self.is_next(r"[-+(.0-9]"):
            try:
                return self.reciprocal() if divides else self.constant()
            except BadInput:
                end, self.at = self.at, start
                formula = self._bracketed(divides)
                if formula is None:
                    self.at = end
                    raise
                return formula
        call = self.call()
        if call.use == "ramp":
            return build_ramp(call.args, call.params)
        return read_formula(self.text[start : self.at]) if is_function(call.use) else call

    def _bracketed(self, divides: bool) -> Weight | None:
        """Read a formula in brackets, or 1 over it; None if there is none."""
        sign = self.take(r"[+-]") or ""
        if not self.take(r"\("):
            return None
        text = self.until_end_of_value()
        try:
            self.expect(r"\)", "')'")
            return read_formula(
                f"{sign}1/({text})" if divides else f"{sign}({text})" if sign else text
            )
        except BadInput:
            return None


def _work_out(value: Value, text: str) -> Value:
    """Return the number that a function of numbers alone is, as sqrt(2); others as they are."""
    if not (isinstance(value, Call) and is_function(value.use)):
        return value
    try:
        found = read_formula(text)
    except NoFormula:
        return value
    return value if isinstance(found, Formula) else found


def _choose_component(calls: Sequence[Call]) -> Call:
    """Return which of the names that are multiplied is the component: the others are formulas' names.

    It is the one with parameters, or else the last.
    """
    given = [call for call in calls if call.args or call.params]
    if len(given) > 1:
        raise BadInput(
            f"{given[0].use} times {given[1].use}: objectives are added, not multiplied, and a curve "
            "that weighs one stands in brackets"
        )
    return given[0] if given else calls[-1]


def _parse_number(text: str) -> int | float:
    """Return the number of a text; TOML's whole numbers end with 64 bits, and so do these."""
    text = "".join(text.split())
    is_whole = re.fullmatch(r"[+-]?[0-9]+", text) is not None
    number = int(text) if is_whole and len(text) < 30 else float(text)
    if math.isinf(number) or (is_whole and abs(number) > LARGEST_WHOLE):
        raise BadInput(f"the number {shorten(text)} is too large")
    return number


def read_call(text: str) -> Call:
    """Read ``name`` or ``name(value, key=value)``."""
    reader = _Reader(text)
    call = reader.call()
    reader.end()
    return call


def read_calls(text: str) -> tuple[Call, ...]:
    """Read one component, or a list of them in square brackets: ``[jitter, blur(start=2)]``."""
    reader = _Reader(text)
    calls = reader.calls() if reader.is_next(r"\[") else [reader.call()]
    if reader.is_next(","):
        raise BadInput("several components stand in brackets, as [jitter, blur(start=2)]")
    reader.end()
    return tuple(calls)


def read_sum(text: str) -> tuple[Term, ...]:
    """Read ``channel(3, 12) + 0.5*layer(2) - neuron(stage4, 7)``."""
    reader = _Reader(text)
    terms = [reader.term(-1.0 if reader.take(r"[+-]") == "-" else 1.0)]
    while (operator := reader.take(r"[+-]")) is not None:
        terms.append(reader.term(-1.0 if operator == "-" else 1.0))
    reader.end()
    return tuple(terms)
