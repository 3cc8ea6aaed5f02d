from __future__ import annotations

import json
import time

import pytest

from dreamgen import BadInput, Source

pytest.importorskip("dreamgen_plots", reason="the plugin is not installed here")
pytest.importorskip("vl_convert", reason="Vega is not installed here")

from dreamgen_plots.vega import Vega

LITE = "https://vega.github.io/schema/vega-lite/v5.json"
FULL = "https://vega.github.io/schema/vega/v5.json"


def spec(**keys) -> bytes:
    plain = {
        "$schema": LITE,
        "data": {"values": [{"a": 1, "b": 2}, {"a": 3, "b": 4}]},
        "mark": "point",
        "encoding": {"x": {"field": "a", "type": "quantitative", "title": "Length"}},
    }
    return json.dumps(plain | keys).encode()


def full(*data, **keys) -> bytes:
    return json.dumps({"$schema": FULL, "width": 90, "height": 90, "data": data, **keys}).encode()


def test_a_chart_becomes_svg_with_its_words():
    source = Source(spec(), "chart.json")
    assert Vega().accepts(source)
    svg = Vega().convert(source)
    assert b"<svg" in svg.data
    assert b"Length" in svg.data


@pytest.mark.parametrize("data", [b"", b"[1, 2]", b'{"a": 1}', b"a,b\n1,2\n"])
def test_other_json_is_not_taken(data):
    assert not Vega().accepts(Source(data, "x.json"))


SEQUENCE = {"type": "sequence", "start": 0}
HOSTILE = {
    "cut short": spec()[:-30],
    "deep": b'{"$schema":"vega","a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "fetches": spec(data={"url": "http://127.0.0.1:9/x.csv"}),
    "reads": spec(data={"url": "file:///etc/passwd"}),
    "reads as vega": full({"name": "t", "url": "/etc/passwd"}),
    "computes a path": full({"name": "t", "url": {"signal": "'/etc/passwd'"}}),
    "wide": spec(width=1e9),
    "endless": spec(data={"sequence": {"start": 0, "stop": 1e9}}),
    "endless by a signal": full(
        {"name": "t", "transform": [SEQUENCE | {"stop": {"signal": "1e9"}}]},
        marks=[{"type": "symbol", "from": {"data": "t"}}],
    ),
    "multiplies": full(
        {"name": "a", "transform": [SEQUENCE | {"stop": 30_000}]},
        {"name": "t", "source": "a", "transform": [{"type": "cross"}]},
    ),
    "calls what is not there": full(signals=[{"name": "q", "update": "process.exit(0)"}]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_charts_are_refused_in_one_sentence(name):
    started = time.process_time()
    with pytest.raises(BadInput, match=r"^bad\.json") as caught:
        Vega().convert(Source(HOSTILE[name], "bad.json"))
    assert time.process_time() - started < 2
    assert "\n" not in str(caught.value)


def test_no_file_is_read_whatever_its_address(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\nverysecret\n")
    text = [{"type": "text", "from": {"data": "t"}, "encode": {"enter": {"text": {"field": "a"}}}}]
    for address in (f"file://{secret}", str(secret)):
        table = {"name": "t", "url": {"signal": f"'{address}'"}, "format": {"type": "csv"}}
        try:
            drawn = Vega().convert(Source(full(table, marks=text), "bad.json")).data
        except BadInput:
            continue
        assert b"verysecret" not in drawn


def test_json_of_another_kind_and_vegas_own_complaints_are_one_sentence_each():
    with pytest.raises(BadInput, match=r"is JSON, but no chart$"):
        Vega().convert(Source(b'{"hello": "vega"}', "plot.json"))
    script = spec(transform=[{"calculate": "(function(){})()", "as": "c"}])
    with pytest.raises(BadInput, match=r"Disabled\.$"):
        Vega().convert(Source(script, "plot.json"))


BAR = {"mark": "bar", "encoding": {"x": {"field": "a", "type": "ordinal", "title": "Length"}}}
REPEATED = {"mark": "bar", "encoding": {"x": {"field": {"repeat": "row"}, "title": "Length"}}}
TABLE = {"values": [{"a": 1, "b": 2}, {"a": 3, "b": 4}]}


@pytest.mark.parametrize(
    "chart",
    [
        {"hconcat": [BAR, BAR], "data": TABLE},
        {"vconcat": [BAR, BAR], "data": TABLE},
        {"concat": [{**BAR, "data": TABLE}, {**BAR, "data": TABLE}], "columns": 1},
        {"repeat": {"row": ["a", "b"]}, "spec": REPEATED, "data": TABLE},
        {"layer": [BAR, BAR], "data": {"name": "t"}, "datasets": {"t": TABLE["values"]}},
        {**BAR, "data": {"sequence": {"start": 0, "stop": 4, "as": "a"}}},
        {"title": "Length", "mark": "rule", "encoding": {"y": {"datum": 3}}},
        {**BAR, "data": {"values": "a,b\n1,2\n", "format": {"type": "csv"}}},
    ],
)
def test_compound_charts_and_data_of_every_kind(chart):
    source = Source(json.dumps({"$schema": LITE, **chart}).encode(), "chart.json")
    assert Vega().accepts(source)
    assert b"Length" in Vega().convert(source).data


@pytest.mark.parametrize("data", [{}, {"data": {"values": []}}, {"data": {"values": ""}}])
def test_a_chart_without_a_row_says_so(data):
    empty = Source(json.dumps({"$schema": LITE, **BAR, **data}).encode(), "chart.json")
    with pytest.raises(BadInput, match=r"^chart\.json holds no data, so there is nothing to draw$"):
        Vega().convert(empty)
