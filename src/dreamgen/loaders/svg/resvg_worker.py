"""Draws SVG with resvg, in the process of :func:`dreamgen.run_isolated`.

The request is JSON: documents (markup), and options (keywords of resvg). The answer is every
picture as PNG, each after its length in 8 bytes.
"""

from __future__ import annotations

import json


def answer(request: bytes) -> bytes:
    import resvg_py

    wanted = json.loads(request)
    pictures = []
    for markup in wanted["documents"]:
        png = resvg_py.svg_to_bytes(svg_string=markup, **wanted["options"])
        pictures.append(len(png).to_bytes(8, "little") + bytes(png))
    return b"".join(pictures)
