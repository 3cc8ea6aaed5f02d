"""Draws one Vega chart: a request as JSON on standard input, SVG on standard output."""

from __future__ import annotations

import json
import sys


def main() -> None:
    sys.path.append(sys.argv[1])
    import vl_convert

    request = json.load(sys.stdin.buffer)
    draw = getattr(vl_convert, f"{request['kind']}_to_svg")
    try:
        svg = draw(request["spec"], allowed_base_urls=[])
    except Exception as problem:
        print(problem, file=sys.stderr)
        sys.exit(3)
    sys.stdout.buffer.write(svg.encode())


if __name__ == "__main__":
    main()
