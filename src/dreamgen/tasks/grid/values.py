"""The values of ``--vary KEY=VALUES`` as texts: between commas, in ranges, evenly spaced."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from math import floor, log10
from typing import Any

from dreamgen.errors import BadInput

MOST_VALUES = 10_000_000
"""Values of one range."""
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
_RANGE = re.compile(r"(\d{1,18})(?:\.\.|-)(\d{1,18})")
_STEPS = re.compile(rf"({_NUMBER}):({_NUMBER}):(\d{{1,6}})", re.IGNORECASE)


def split_values(text: str) -> list[str]:
    """Return the parts between commas, not cut within brackets or quotes.

    >>> split_values("channel(3, 1), [jitter, blur], 'a,b'")
    ['channel(3, 1)', '[jitter, blur]', "'a,b'"]
    """
    parts, depth, quote, is_escaped = [""], 0, "", False
    for sign in text:
        if (quote or sign in "\"'") and not is_escaped:
            quote = "" if sign == quote else quote or sign
        is_escaped = sign == "\\" and quote == '"' and not is_escaped
        depth += (sign in "([{") - (sign in ")]}") if not quote else 0
        if sign == "," and depth <= 0 and not quote:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def read_range(text: str, what: str) -> range | None:
    """Return the whole numbers of ``1..16`` or ``1-16``, or None for another text."""
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        return None
    first, last = int(found[1]), int(found[2])
    if not first <= last < first + MOST_VALUES:
        raise BadInput(f"{what} {text}: a range runs upwards, over {MOST_VALUES:,} at most")
    return range(first, last + 1)


def read_part(text: str, name: str) -> Sequence[Any]:
    """Return the values of what stands between two commas."""
    numbers = read_range(text, f"--vary {name}:")
    if numbers is not None:
        return numbers
    steps = _STEPS.fullmatch(text)
    if steps is None:
        return (text,)
    return _space(name, float(steps[1]), float(steps[2]), int(steps[3]))


def quote_value(text: str) -> str:
    """Return a text such that it is read as one value, whatever it holds.

    >>> split_values(quote_value('a, "b".png'))
    ['"a, \\\\"b\\\\".png"']
    """
    return json.dumps(text, ensure_ascii=False)


def _space(name: str, first: float, last: float, count: int) -> Sequence[str]:
    """Return so many evenly spaced numbers, both ends among them, as precise as tells them apart."""
    if count < 2 or first == last:
        given = f"{name}={first:g}:{last:g}:{count}"
        raise BadInput(f"--vary {given}: must be 2 or more different numbers")
    step = (last - first) / (count - 1)
    places = max(0, 2 - floor(log10(abs(step))))
    inner = [f"{round(first + step * n, places):.12g}" for n in range(1, count - 1)]
    return [f"{first:.12g}", *inner, f"{last:.12g}"]
