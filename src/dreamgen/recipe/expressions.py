"""The little language of ``name(key=value)`` and, for objectives, ``a + 0.5*b - c``.

Parsed by hand, never evaluated. Every parsed value can be written back with :func:`write`, so a
recipe holds the same text whether it came from the command line, a preset or Python.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dreamgen.errors import BadInput

Value = Any
"""A number, boolean, string, list of values, or a nested :class:`Call`."""


@dataclass(frozen=True)
class Call:
    """A component by name, with its parameters by place and by name."""

    use: str
    args: tuple[Value, ...] = ()
    params: Mapping[str, Value] = field(default_factory=dict)

    @classmethod
    def from_table(cls, table: Mapping[str, Value]) -> Call:
        """Read the table form, ``{use = "channel", layer = 3}``."""
        if not isinstance(table.get("use"), str):
            raise BadInput(
                f"a table names its component with a `use` key; it has {_list_keys(table)}"
            )
        return cls(table["use"], (), {key: value for key, value in table.items() if key != "use"})


@dataclass(frozen=True)
class Term:
    """One summand of an objective."""

    call: Call
    weight: float = 1.0


def _list_keys(table: Mapping[str, Value]) -> str:
    return ", ".join(map(repr, table)) or "none"


# --- reading ----------------------------------------------------------------------------------

_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])"
_NAME = r"[A-Za-z_][\w-]*(?:/[A-Za-z_][\w-]*)?"
# Inside brackets a bare word may be a layer such as layer3.1, blocks.*.norm or "stages.0.blocks-1".
_WORD = r"[\w*][\w.*?/:-]*"
_STRING = r"\"[^\"]*\"|'[^']*'"
_DEEPEST = 20  # brackets within brackets
HEAVIEST = 1e6
"""Largest weight of a term: beyond it, differences would be lost in float32."""


class _Reader:
    def __init__(self, text: str):
        self.text = text
        self.at = 0
        self.depth = 0

    def take(self, pattern: str) -> str | None:
        """Return and step over what matches here, after white space; or None."""
        match = re.compile(r"\s*(" + pattern + ")").match(self.text, self.at)
        if match is None:
            return None
        self.at = match.end()
        return match.group(1)

    def is_next(self, pattern: str) -> bool:
        """Say whether the pattern matches here, without stepping over it."""
        return re.compile(r"\s*" + pattern).match(self.text, self.at) is not None

    def expect(self, pattern: str, what: str) -> str:
        found = self.take(pattern)
        if found is None:
            rest = self.text[self.at :].strip()
            got = f"{rest[:12]!r}" if rest else "its end"
            raise BadInput(f"expected {what} at character {self.at + 1}, not {got}")
        return found

    def end(self) -> None:
        if self.text[self.at :].strip():
            self.expect(r"(?!)", "nothing more")

    def call(self) -> Call:
        name = self.expect(_NAME, "a component's name")
        args: list[Value] = []
        params: dict[str, Value] = {}
        if self.take(r"\("):
            while not self.take(r"\)"):
                key = self.take(r"[A-Za-z_]\w*\s*=(?!=)")
                if key is None and params:
                    self.expect(r"(?!)", "key=value after the first named parameter")
                value = self.value()
                if key is None:
                    args.append(value)
                else:
                    name_of_key = key.rstrip("= \t")
                    if name_of_key in params:
                        raise BadInput(f"{name_of_key!r} is given twice")
                    params[name_of_key] = value
                if not self.take(","):
                    self.expect(r"\)", "',' or ')'")
                    break
        return Call(name, tuple(args), params)

    def value(self) -> Value:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise BadInput(f"brackets are nested more than {_DEEPEST} deep")
        value = self._value()
        self.depth -= 1
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
        quoted = self.take(_STRING)
        if quoted is not None:
            return quoted[1:-1]
        number = self.take(r"[+-]?\s*" + _NUMBER + r"(?=\s*(?:[,)\]]|$))")
        if number is not None:
            return _parse_number(number)
        if self.is_next(_NAME + r"\s*\("):
            return self.call()
        word = self.expect(_WORD, "a number, a word, a quoted text or a list")
        return {"true": True, "false": False}.get(word.lower(), word)

    def term(self, sign: float) -> Term:
        weight = sign
        number = self.take(_NUMBER)
        if number is not None:
            weight *= float(number)
            self.expect(r"\*", "'*' between a weight and an objective")
        call = self.call()
        if self.take(r"\*"):
            weight *= float(self.expect(r"[+-]?" + _NUMBER, "a number"))
        return Term(call, check_weight(weight))


def check_weight(weight: Any) -> float:
    """Return a term's weight as a float; raise BadInput unless it is a number of sensible size."""
    if isinstance(weight, bool) or not isinstance(weight, int | float):
        raise BadInput(f"a weight must be a number, not {weight!r}")
    if not abs(weight) <= HEAVIEST:
        raise BadInput(f"a weight must be at most {HEAVIEST:,.0f}, not {weight}")
    return float(weight)


def _parse_number(text: str) -> int | float:
    text = text.replace(" ", "")
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)


def read_call(text: str) -> Call:
    """Read ``name`` or ``name(value, key=value)``."""
    reader = _Reader(text)
    call = reader.call()
    reader.end()
    return call


def read_sum(text: str) -> tuple[Term, ...]:
    """Read ``channel(3, 12) + 0.5*layer(2) - neuron(stage4, 7)``."""
    reader = _Reader(text)
    terms = [reader.term(-1.0 if reader.take(r"[+-]") == "-" else 1.0)]
    while (operator := reader.take(r"[+-]")) is not None:
        terms.append(reader.term(-1.0 if operator == "-" else 1.0))
    reader.end()
    return tuple(terms)


# --- writing ----------------------------------------------------------------------------------


def write(value: Value) -> str:
    """Return the text of a value, call or sum, such that reading it gives the same again."""
    match value:
        case Call():
            parts = [write(arg) for arg in value.args]
            parts += [f"{key}={write(param)}" for key, param in value.params.items()]
            return f"{value.use}({', '.join(parts)})" if parts else value.use
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case str():
            plain = re.fullmatch(r"[A-Za-z_][\w.]*", value) and value.lower() not in (
                "true",
                "false",
            )
            quote = "'" if '"' in value else '"'
            return value if plain else f"{quote}{value}{quote}"
        case Sequence():
            return f"[{', '.join(write(item) for item in value)}]"
    raise TypeError(f"no expression stands for {value!r}")


def write_sum(terms: Sequence[Term]) -> str:
    """Return the text of an objective."""
    text = ""
    for term in terms:
        weight = abs(term.weight)
        factor = "" if weight == 1 else f"{weight!r}*"
        sign = "-" if term.weight < 0 else "+"
        text += (
            f" {sign} {factor}{write(term.call)}" if text else f"{sign}{factor}{write(term.call)}"
        )
    return text.removeprefix("+")
