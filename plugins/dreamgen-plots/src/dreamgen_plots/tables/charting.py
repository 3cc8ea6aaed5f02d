"""From columns to a chart: what was asked for, or what makes sense, as Vega-Lite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from dreamgen import BadInput
from dreamgen_plots.tables.reading import Column

_MARKS = {"scatter": "circle", "line": "line", "bar": "bar", "area": "area"}
_TYPES = {"number": "quantitative", "time": "temporal", "word": "nominal"}
_COLOURS = ["#ff6a13", "#8b2fd6", "#009e96", "#f0417e", "#1f77d0", "#c2a400", "#5aac78", "#6b4f3a"]
_FEW = 12
_CALL = re.compile(r"\s*([a-z]+)\s*\(([^()]*)\)\s*")


def build_chart(table: Sequence[Column], chart: str, title: str, name: str) -> dict[str, Any]:
    """Return a Vega-Lite specification; raise BadInput naming the columns that there are."""
    kind, columns = _parse_chart(table, chart, name) if chart.strip() else _guess_chart(table, name)
    rows = len(table[0].values)
    fields = [f"c{number}" for number in range(len(columns))]
    values = [
        {field: column.values[row] for field, column in zip(fields, columns, strict=True)}
        for row in range(rows)
    ]
    channels = ("x", "y", "color")
    encoding = {
        channel: _build_channel(channel, field, column, kind)
        for channel, field, column in zip(channels, fields, columns, strict=False)
    }
    mark = {"type": _MARKS[kind], "size": 70, "opacity": 0.8} if kind == "scatter" else _MARKS[kind]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": title or _make_title(name),
        "width": 640,
        "height": 420,
        "background": "white",
        "data": {"values": values},
        "mark": mark,
        "encoding": encoding,
        "config": {
            "font": "Open Sans",
            "view": {"fill": "#ebebeb", "stroke": None},
            "axis": {"gridColor": "white", "labelFontSize": 13, "titleFontSize": 15},
            "legend": {"labelFontSize": 13, "titleFontSize": 14},
            "title": {"fontSize": 20, "anchor": "start", "offset": 12},
            "range": {"category": _COLOURS},
        },
    }


def _build_channel(channel: str, field: str, column: Column, kind: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "field": field,
        "type": _TYPES[column.kind],
        "title": column.name.replace("_", " "),
    }
    if kind == "bar" and channel == "y" and column.kind == "number":
        described["aggregate"] = "mean"
    elif channel != "color" and column.kind == "number" and kind != "bar":
        described["scale"] = {"zero": False}
    return described


def _parse_chart(table: Sequence[Column], chart: str, name: str) -> tuple[str, list[Column]]:
    call = _CALL.fullmatch(chart)
    if call is None or call[1] not in _MARKS:
        kinds = ", ".join(_MARKS)
        raise BadInput(f"--chart {chart!r}: write it as scatter(x, y, colour); there are {kinds}")
    words = [word.strip().strip("\"'") for word in call[2].split(",")]
    if len(words) not in (2, 3):
        raise BadInput(f"--chart {chart!r}: takes two columns, and a third one for the colour")
    return call[1], [_find_column(table, word, name) for word in words]


def _find_column(table: Sequence[Column], word: str, name: str) -> Column:
    for column in table:
        if column.name == word:
            return column
    names = [column.name for column in table]
    close = get_close_matches(word, names, n=1)
    guess = f" (did you mean {close[0]}?)" if close else ""
    raise BadInput(f"{name} has no column {word!r}{guess}; it has {', '.join(names[:30])}")


def _guess_chart(table: Sequence[Column], name: str) -> tuple[str, list[Column]]:
    numbers = [column for column in table if column.kind == "number" and column.different > 1]
    words = [column for column in table if column.kind == "word" and 1 < column.different <= _FEW]
    times = [column for column in table if column.kind == "time"]
    if not numbers:
        raise BadInput(f"{name} has no column of numbers that differ, so there is nothing to draw")
    if times:
        return "line", [times[0], numbers[0], *words[:1]]
    if len(numbers) >= 2:
        return "scatter", [*numbers[:2], *words[:1]]
    if not words:
        raise BadInput(f"{name} has a single column of numbers and none of words to set it against")
    return "bar", [words[0], numbers[0], words[0]]


def _make_title(name: str) -> str:
    return re.sub(r"[_-]+", " ", re.sub(r"\.\w+$", "", name.replace("\\", "/").rpartition("/")[2]))
