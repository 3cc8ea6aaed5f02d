"""Decodes an OpenEXR picture, in the process of :func:`dreamgen.run_isolated`.

Request and answer are those of the decoder of raster pictures.
"""

from __future__ import annotations

import json
from pathlib import Path


def answer(request: bytes) -> bytes:
    from dreamgen.errors import BadInput
    from dreamgen.loaders.exr.decoding import decode_exr, describe_range
    from dreamgen.loaders.sizing import choose_raster_size
    from dreamgen.recipe.values import Size

    line, _, data = request.partition(b"\n")
    wanted = json.loads(line)
    name, path = wanted["name"], Path("picture.exr")  # the library reads files alone
    path.write_bytes(data)
    try:
        picture, is_bright = decode_exr(path, name, wanted["compress"])
        size = Size(*wanted["size"]) if wanted["size"] else None
        target = choose_raster_size(picture.size, size, name)
    except BadInput as problem:
        return json.dumps({"refusal": str(problem)}).encode()
    finally:
        path.unlink()
    bands = picture.all
    head = {
        "target": target,
        "size": picture.size,
        "modes": [band.mode for band in bands],
        "warnings": [describe_range(name)] if is_bright and wanted["compress"] is None else [],
    }
    return b"".join([json.dumps(head).encode(), b"\n", *(band.tobytes() for band in bands)])
