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


# --- dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Jan 1 2000", "Feb 1 2000"], ["2000-01-01", "2000-02-01"]),
        (["Jan 2024", "Feb 2024"], ["2024-01-01", "2024-02-01"]),
        (["January 2024", "March 2024"], ["2024-01-01", "2024-03-01"]),
        (["2024-01", "2024-02"], ["2024-01-01", "2024-02-01"]),
        (["5 May 2024", "12 Jun 2024"], ["2024-05-05", "2024-06-12"]),
        (["May 5, 2024", "June 12, 2024"], ["2024-05-05", "2024-06-12"]),
        (["3/4/2024", "3/25/2024"], ["2024-03-04", "2024-03-25"]),
        (["3/4/2024", "25/4/2024"], ["2024-04-03", "2024-04-25"]),
        (["3.4.2024", "5.4.2024"], ["2024-04-03", "2024-04-05"]),
        (["24-Jan-24", "25-Jan-24"], ["2024-01-24", "2024-01-25"]),
        (["2024 Q1", "2024 Q3"], ["2024-01-01", "2024-07-01"]),
        (["Q2 2024", "Q4 2024"], ["2024-04-01", "2024-10-01"]),
        (["2024-01-02", "2024-01-03"], ["2024-01-02", "2024-01-03"]),
        (["Jan 1 2000", "", "Feb 1 2000"], ["2000-01-01", None, "2000-02-01"]),
    ],
)
def test_dates_as_people_write_them(cells, expected):
    column = columns_of(["when", *cells])[0]
    assert column.kind == "time"
    assert [value and value[:10] for value in column.values] == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["2024-01-02T03:04:05Z", "2024-01-02T05:04:05+02:00"], ["03:04:05", "03:04:05"]),
        (["2024-01-02 03:04", "2024-01-02 23:59"], ["03:04:00", "23:59:00"]),
        (["1/2/2024 3:04 PM", "1/2/2024 4:05 AM"], ["15:04:00", "04:05:00"]),
        (["08:30", "17:45"], ["08:30:00", "17:45:00"]),
    ],
)
def test_times(cells, expected):
    column = columns_of(["when", *cells])[0]
    assert column.kind == "time"
    assert [value[11:] for value in column.values] == expected


@pytest.mark.parametrize("cells", [["May", "Tom"], ["32/13/2024", "1/1/2024"], ["a" * 999, "b"]])
def test_what_is_no_date(cells):
    assert columns_of(["when", *cells])[0].kind == "word"


def test_months_and_weekdays_keep_their_order():
    column = columns_of(["month", "March", "January", "February"])[0]
    assert (column.kind, column.order) == ("order", ["January", "February", "March"])
    assert columns_of(["day", "tue", "mon"])[0].order == ["mon", "tue"]


def test_a_column_named_year_is_a_time_axis():
    table = columns_of(["Jahr", "2019", "2021"], ["n", "1", "2"])
    spec = build_chart(table, "", "", "x.csv")
    assert table[0].kind == "year"
    assert spec["mark"]["type"] == "line"
    assert spec["encoding"]["x"]["axis"]["format"] == "d"


# --- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "expected", "unit"),
    [
        (["1,234", "12,345.5"], [1234, 12345.5], ""),
        (["1.234,5", "12,25"], [1234.5, 12.25], ""),
        (["1 234,5", "7"], [1234.5, 7], ""),
        (["1\u202f234", "2\u00a0345\u00a0678"], [1234, 2345678], ""),
        (["1'234.5", "2\u2019000"], [1234.5, 2000], ""),
        (["$1,200", "$-5", "-$7.50"], [1200, -5, -7.5], "$"),
        (["12,5 €", "3 €"], [12.5, 3], "€"),
        (["45%", "7.5 %"], [45, 7.5], "%"),
        (["(1,200)", "\u22123"], [-1200, -3], ""),
        (["1e3", "2.5E-1"], [1000, 0.25], ""),
        ([".5", "+3"], [0.5, 3], ""),
        (["3", "NA", "-", "", "n/a", "4"], [3, None, None, None, None, 4], ""),
    ],
)
def test_numbers_as_people_write_them(cells, expected, unit):
    column = columns_of(["n", *cells], ["k", *"abcdefgh"[: len(cells)]])[0]
    assert (column.kind, column.values, column.unit) == ("number", expected, unit)


@pytest.mark.parametrize("cells", [["1,23,4", "5"], ["1.2.3", "4"], ["12 km", "3"], ["inf", "1"]])
def test_what_is_no_number(cells):
    assert columns_of(["n", *cells], ["k", "a", "b"])[0].kind == "word"


def test_a_decimal_comma_elsewhere_settles_what_a_point_means():
    assert columns_of(["a", "1.234", "5.678"], ["b", "1,5", "2"])[0].values == [1234, 5678]
    assert columns_of(["a", "1.234", "5.678"], ["b", "1.5", "2"])[0].values == [1.234, 5.678]


# --- text -------------------------------------------------------------------------------------

UMLAUTS = "Stadt;Umsatz;Jahr\nKöln;4,5;2019\nMünchen;6,25;2020\nKöln;5,5;2021\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding, end):
    table = Source(UMLAUTS.replace("\n", end).encode(encoding), "x.csv")
    assert Table().accepts(table)
    city, sales, year = read_table(table)
    assert city.values == ["Köln", "München", "Köln"]
    assert sales.values == [4.5, 6.25, 5.5]
    assert year.kind == "year"


def test_quoted_newlines_and_separators_are_cells():
    table = source('name,n\n"two\nlines, and a comma",1\n"say ""x""",2\n')
    assert Table().accepts(table)
    assert read_table(table)[0].values == ["two\nlines, and a comma", 'say "x"']


def test_excels_own_line_and_comments_before_the_header():
    assert [c.name for c in read_table(source("sep=;\na;b\n1;2\n"))] == ["a", "b"]
    assert [c.name for c in read_table(source("# from R\na,b\n1,2\n"))] == ["a", "b"]


def test_a_table_without_a_header_has_numbered_columns():
    table = read_table(source("Köln,4.5,2\nBonn,3.5,1\n"))
    assert [column.name for column in table] == ["column 1", "column 2", "column 3"]
    assert table[1].values == [4.5, 3.5]
    wide = read_table(source("land,2019,2020,2021\nhere,1,2,3\nthere,3,4,5\n"))
    assert [column.name for column in wide] == ["land", "2019", "2020", "2021"]


def test_a_single_column_of_numbers_is_a_line():
    table = source("height\n3\n5\n4\n8\n")
    assert Table().accepts(table)
    spec = json.loads(Table().convert(table).data)
    assert spec["mark"]["type"] == "line"
    assert [row["c0"] for row in spec["data"]["values"]] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 64, b"\n\n", "neither: dräm".encode(), b"a,b\n", b"\xff\xfe"]
)
def test_empty_and_foreign_data_are_one_sentence(data):
    assert not Table().accepts(Source(data, "x.csv"))
    with pytest.raises(BadInput, match=r"^x\.csv ") as caught:
        Table().convert(Source(data, "x.csv"))
    assert "\n" not in str(caught.value)


# --- charts -----------------------------------------------------------------------------------


def test_many_names_are_bars_in_order():
    rows = "".join(
        f"Town {letter},{index * 7 % 20}\n" for index, letter in enumerate("ABCDEFGHIJKLMN")
    )
    spec = build_chart(read_table(source("place,index\n" + rows)), "", "", "x.csv")
    values = [row["c0"] for row in spec["data"]["values"]]
    assert spec["mark"] == "bar"
    assert len(values) == 14
    assert values == sorted(values, reverse=True)
    rows = "".join(f"t{index},{index}\n" for index in range(1000))
    spec = build_chart(read_table(source("place,n\n" + rows)), "", "", "x.csv")
    assert len(spec["data"]["values"]) == 40
    assert "40 largest of 1000" in spec["title"]


def test_rare_groups_are_joined_and_repeated_times_are_averaged():
    rows = "".join(f"2020-01-{1 + index % 9:02},{index},g{index % 20}\n" for index in range(200))
    spec = build_chart(read_table(source("when,n,group\n" + rows)), "", "", "x.csv")
    assert len({row["c2"] for row in spec["data"]["values"]}) == 8
    assert spec["encoding"]["y"]["aggregate"] == "mean"


def test_row_numbers_are_no_axis():
    spec = build_chart(read_table(source(",x,y\n1,5,6\n2,7,8\n3,1,2\n")), "", "", "x.csv")
    assert spec["encoding"]["x"]["title"] == "x"


def columns_of(*columns: list[str]):
    """Read a table of these columns, each with its header, every cell in quotes."""
    rows = zip(*columns, strict=False)
    lines = ("\t".join(f'"{cell}"' for cell in (*row, "x")) for row in rows)
    return read_table(source("\n".join(lines) + "\n"))
