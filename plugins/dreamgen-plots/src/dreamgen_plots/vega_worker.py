"""Draws a Vega chart, in the process of :func:`dreamgen.run_isolated`.

The request is JSON: kind, "vega" or "vegalite", and spec, the chart. The answer is SVG.
"""

from __future__ import annotations

import json
import re

_STACK = re.compile(r"\s+at \S+ \(.*|\s+at https?:.*", re.DOTALL)  # Vega's own, in JavaScript


def answer(request: bytes) -> bytes:
    import vl_convert

    wanted = json.loads(request)
    draw = getattr(vl_convert, f"{wanted['kind']}_to_svg")
    try:
        svg = draw(wanted["spec"], allowed_base_urls=[])
    except Exception as problem:
        first_lines = "\n".join(str(problem).strip().splitlines()[:3])
        raise ValueError(_STACK.sub("", first_lines)) from None
    return svg.encode()
