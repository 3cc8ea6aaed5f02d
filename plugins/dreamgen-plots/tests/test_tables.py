from __future__ import annotations

import json

import pytest

from dreamgen import BadInput, Source

pytest.importorskip("dreamgen_plots", reason="the plugin is not installed here")

from dreamgen_plots.tables.charting import build_chart
from dreamgen_plots.tables.loader import Table
from dreamgen_plots.tables.reading import looks_like_table, read_table

CSV = "when,place,height,weight\n2020-01-01,here,1.5,3\n2020-02-01,there,2.5,NA\n2020-03-01,here,3,5\n"


def source(text: str, name: str = "my_table.csv") -> Source:
    return Source(text.encode(), name)


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_separators_and_kinds_are_seen(mark):
    table = source(CSV.replace(",", mark))
    assert looks_like_table(table.data)
    columns = read_table(table)
    assert [column.kind for column in columns] == ["time", "word", "number", "number"]
    assert columns[3].values == [3.0, None, 5.0]


@pytest.mark.parametrize(
    "text", ["", "a,b\n", "words without any\nseparator here\n", "<svg/>", '{"a":1}', "a,b\n\0"]
)
def test_what_is_no_table(text):
    assert not looks_like_table(text.encode())


@pytest.mark.parametrize(
    ("text", "mark", "fields"),
    [
        (CSV, "line", ["when", "height", "place"]),
        ("a,b,c\n1,2,x\n2,3,y\n", "circle", ["a", "b", "c"]),
        ("k,n\nx,1\ny,2\n", "bar", ["k", "n", "k"]),
    ],
)
def test_the_guess_makes_sense(text, mark, fields):
    spec = build_chart(read_table(source(text)), "", "", "my_table.csv")
    kind = spec["mark"] if isinstance(spec["mark"], str) else spec["mark"]["type"]
    assert kind == mark
    assert [channel["title"] for channel in spec["encoding"].values()] == fields
    assert spec["title"] == "my table"


def test_what_was_asked_for_is_drawn():
    made = Table(chart="bar(place, weight)", title="T").convert(source(CSV))
    spec = json.loads(made.data)
    assert spec["encoding"]["x"]["title"] == "place"
    assert spec["encoding"]["y"]["aggregate"] == "mean"
    assert spec["title"] == "T"


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        ("scatter(heigt, weight)", "did you mean height"),
        ("pie(a, b)", "there are scatter, line"),
        ("scatter(height)", "two columns"),
        ("__import__('os')", "scatter"),
    ],
)
def test_mistakes_are_one_sentence(chart, said):
    with pytest.raises(BadInput, match=said) as caught:
        Table(chart=chart).convert(source(CSV))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\nx,y\nz,w\n", "no column of numbers"),
        ("a,a\n1,2\n3,4\n", "one name"),
        ("a,b\n" + "1,2\n" * 60_000, "at most 50,000"),
        (",".join(map(str, range(900))) + "\n" + ",".join("1" * 900), "columns"),
    ],
)
def test_what_cannot_be_drawn(text, said):
    with pytest.raises(BadInput, match=said):
        Table().convert(source(text))
