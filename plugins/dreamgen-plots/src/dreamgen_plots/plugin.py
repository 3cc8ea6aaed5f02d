"""What this plugin offers; nothing heavy is imported here."""

from __future__ import annotations

from dreamgen import Entry, Option, hookimpl

dreamgen_api = "1.0"  # the version of the hook API that this is written for


@hookimpl
def dreamgen_loaders() -> list[Entry]:
    at = "dreamgen_plots"
    return [
        Entry("figure", f"{at}.figure:Figure", "figures of matplotlib, plotnine, pandas, Altair"),
        Entry("vega", f"{at}.vega:Vega", "charts as Vega and Vega-Lite JSON"),
        Entry("pdf", f"{at}.pdf.loader:Pdf", "a page of a PDF file"),
        Entry("script", f"{at}.script:Script", "a Python script's figure, if asked for"),
        Entry("table", f"{at}.tables.loader:Table", "CSV and TSV, drawn as a chart"),
    ]


@hookimpl
def dreamgen_options() -> list[Option]:
    return [
        Option("--chart", "loader.chart", 'Of a table: "scatter(x, y, colour)", line, bar.'),
        Option(
            "--run-script",
            help="Run INPUT, a Python script, for its figure.",
            kind="switch",
            permits="run_code",
        ),
    ]
