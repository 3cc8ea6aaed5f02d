"""Components, values and sums as the text that recipes have for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dreamgen.recipe.call import Call, Value
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.formula import Formula
from dreamgen.recipe.weights import Ramp, Weight


def write(value: Value) -> str:
    """Return the text of a value, call or sum, such that reading it gives the same again."""
    match value:
        case Call():
            parts = [write(arg) for arg in value.args]
            parts += [f"{key}={write(param)}" for key, param in value.params.items()]
            return f"{value.use}({', '.join(parts)})" if parts else value.use
        case Formula():
            return value.text
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case str():
            plain = re.fullmatch(r"[A-Za-z_][\w.]*", value)
            return value if plain and value.lower() not in ("true", "false") else _quote(value)
        case Sequence():
            return f"[{', '.join(write(item) for item in value)}]"
    raise TypeError(f"no expression stands for {value!r}")


def _quote(text: str) -> str:
    mark = "'" if '"' in text and "'" not in text else '"'
    return f"{mark}{text.replace(mark, mark * 2)}{mark}"


def write_sum(terms: Sequence[Term]) -> str:
    """Return the text of an objective."""
    text = ""
    for term in terms:
        sign, factor = _write_weight(term.weight)
        between = f" {sign} " if text else sign
        text += f"{between}{factor}{write(term.call)}"
    return text.removeprefix("+")


def _write_weight(weight: Weight) -> tuple[str, str]:
    """Return a weight's sign, and the factor that it is written as."""
    if isinstance(weight, Ramp):
        return "+", f"{write(Call('ramp', *weight.write()))}*"
    if isinstance(weight, Formula):
        return "+", f"({weight.text})*"
    size = abs(weight)
    return "-" if weight < 0 else "+", "" if size == 1 else f"{size!r}*"
