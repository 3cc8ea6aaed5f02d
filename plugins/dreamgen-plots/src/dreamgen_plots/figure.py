"""Figures and charts of Python's plotting libraries, as SVG or Vega-Lite."""

from __future__ import annotations

import io
import json
from typing import Any

from dreamgen import BadInput, Converter, Source


class Figure(Converter):
    """Python objects only: a figure or axes of matplotlib (pandas, seaborn), a plot of plotnine, a
    chart of Altair. None of these libraries is imported; what they made draws itself.
    """

    def accepts(self, source: Source) -> bool:
        return False

    def convert(self, source: Source) -> Source:
        raise BadInput(f"{source.name} is a file, not a figure")

    def source_of(self, value: Any) -> Source | None:
        """Return a figure as SVG or JSON; None for anything else. Raise BadInput if it fails."""
        library = type(value).__module__.partition(".")[0]
        name = f"the {library} {type(value).__name__}"
        try:
            if library == "altair":
                return Source(json.dumps(value.to_dict()).encode(), name)
            if library == "plotnine" and hasattr(value, "draw"):
                return Source(_save_svg(value.draw()), name)
            figure = _find_figure(value)
            return None if figure is None else Source(_save_svg(figure), name)
        except Exception as problem:
            reason = " ".join(str(problem).split())[:200]
            raise BadInput(f"{name} cannot be drawn: {reason}") from problem


def _find_figure(value: Any) -> Any | None:
    """Return matplotlib's figure that a value is or lies in; several axes lie in the first's."""
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if type(value).__module__ == "numpy" and kind == "O" and value.size:
        value = value.flat[0]
    elif isinstance(value, list | tuple) and value:
        value = value[0]
    figure = value if hasattr(value, "savefig") else getattr(value, "figure", None)
    return figure if hasattr(figure, "savefig") and hasattr(figure, "axes") else None


def _save_svg(figure: Any) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="svg")
    return file.getvalue()
