"""Tables as charts: CSV and TSV, drawn as asked for, or as makes sense."""

from __future__ import annotations

import json

from pydantic import Field

from dreamgen import Converter, Source


class Table(Converter):
    """A table becomes a Vega-Lite chart; separator, encoding, dates and numbers are found out.

    Left to itself it is a line if a column is a time, a year or months; or a scatter of its first
    two columns of numbers; or bars, the largest first where there are more than 12 names. Coloured
    by the first column of few words.
    """

    chart: str = Field(
        "", description='as "scatter(x, y, colour)", "line(x, y)" or "bar(x, y)", with column names'
    )
    title: str = Field("", description="a title over the chart")

    def accepts(self, source: Source) -> bool:
        from dreamgen_plots.tables.reading import looks_like_table

        return looks_like_table(source.data)

    def convert(self, source: Source) -> Source:
        from dreamgen_plots.tables.charting import build_chart
        from dreamgen_plots.tables.reading import read_table

        table = read_table(source)
        spec = build_chart(table, self.chart, self.title, source.name)
        return Source(json.dumps(spec).encode(), source.name)
