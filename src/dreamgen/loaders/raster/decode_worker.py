"""Decodes a picture, in the process of :func:`dreamgen.run_isolated`.

The request is a line of JSON (kind, size, name), then the file. The answer is a line of JSON: what
refuses the file; or the bands' size and modes, the size wanted, and warnings. Then the pixels.
"""

from __future__ import annotations

import json
import warnings

_LARGEST = {"WEBP": 40_000_000, "AVIF": 60_000_000}
"""Pixels: the decoders of these formats hold the picture several times over."""


def answer(request: bytes) -> bytes:
    from PIL import Image

    from dreamgen.errors import BadInput, InputWarning
    from dreamgen.loaders.raster.decoding import decode
    from dreamgen.recipe.values import Size

    line, _, data = request.partition(b"\n")
    wanted = json.loads(line)
    size = Size(*wanted["size"]) if wanted["size"] else None
    # In this process Pillow's own limit can be set: twice this many pixels are an error.
    Image.MAX_IMAGE_PIXELS = _LARGEST.get(wanted["kind"], 1 << 40) // 2
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", InputWarning)
        try:
            picture, target = decode(data, wanted["kind"], size, wanted["name"])
        except BadInput as problem:
            return json.dumps({"refusal": str(problem)}).encode()
    bands = picture.all
    head = {
        "target": target,
        "size": bands[0].size,
        "modes": [band.mode for band in bands],
        "warnings": [str(warning.message) for warning in caught],
    }
    return b"".join([json.dumps(head).encode(), b"\n", *(band.tobytes() for band in bands)])
