"""Charts of Altair, drawn by Vega: `python vega.py FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd
import vl_convert

RNG = np.random.default_rng(1)
TABLE = pd.DataFrame(
    {
        "x": RNG.normal(size=60),
        "y": RNG.normal(size=60),
        "kind": np.repeat(["ant", "bee", "cat"], 20),
    }
)
POINTS = alt.Chart(TABLE).mark_point().encode(x="x", y="y", color="kind")
BARS = alt.Chart(TABLE).mark_bar().encode(x="kind", y="count()", color="kind")
LINE = alt.Chart(TABLE).mark_line().encode(x="x", y="y")
CHARTS = {
    "points": POINTS,
    "bars": BARS,
    "line": LINE.properties(title="A line"),
    "area": alt.Chart(TABLE).mark_area().encode(x=alt.X("x", bin=True), y="count()", color="kind"),
    "heat": alt.Chart(TABLE).mark_rect().encode(x=alt.X("x", bin=True), y="kind", color="count()"),
    "pie": alt.Chart(TABLE).mark_arc().encode(theta="count()", color="kind"),
    "beside": POINTS | BARS,
    "below": (POINTS & LINE).properties(title="Two"),
    "layered": POINTS + LINE,
    "facets": POINTS.facet(column="kind"),
    "rows": POINTS.encode(row="kind").properties(height=80),
    "repeat": alt.Chart(TABLE)
    .mark_point()
    .encode(x=alt.X(alt.repeat("column"), type="quantitative"), y="y")
    .repeat(column=["x", "y"]),
    "matrix": (POINTS | LINE) & (BARS | POINTS),
    "text": BARS + BARS.mark_text(dy=-6).encode(text="count()"),
    "bare": POINTS.configure_view(stroke=None).configure_axis(grid=False),
    "dark": POINTS.configure(background="#222").configure_axis(labelColor="white"),
}

for name, chart in CHARTS.items():
    drawn = vl_convert.vegalite_to_svg(chart.to_json())
    (Path(sys.argv[1]) / f"vega-{name}.svg").write_text(drawn, encoding="utf-8")
