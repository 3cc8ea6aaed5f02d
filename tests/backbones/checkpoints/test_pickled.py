"""Pickles read as data, against what pickle itself makes of them; and hostile ones."""

from __future__ import annotations

import io
import pickle
import time
from collections import OrderedDict
from pathlib import PurePosixPath

import pytest

from dreamgen.backbones.checkpoints.pickled import Made, read_pickle

PLAIN = {
    "numbers": [0, 1, -1, 255, 70_000, 2**40, -(2**70), 0.5, 1e300, True, False, None],
    "texts": ["", "x", "déjà vu", "y" * 300, b"bytes", b"z" * 300],
    "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
    "nested": {"a": {"b": [{"c": (1, [2])}]}, 3: "three"},
    "many": list(range(2000)),
}


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_plain_values_come_out_as_pickle_makes_them(protocol):
    values = {**PLAIN, "ordered": OrderedDict(a=1, b=2)}
    if protocol == 2:
        values["texts"] = values["texts"][:4]  # bytes are calls there
    elif protocol == 5:
        values["array"] = bytearray(b"array")
    assert read_pickle(io.BytesIO(pickle.dumps(values, protocol))) == values


def test_the_text_protocol():
    values = {"a": [1, 2.5, True, None, 2**70], "b": ("x", {"y": "z"})}
    assert read_pickle(io.BytesIO(pickle.dumps(values, 0))) == values


def test_texts_of_python_2_warn_of_nothing(recwarn):
    assert read_pickle(io.BytesIO(b"(S'a\\Ab'\nl.")) == ["a\\Ab"]
    assert read_pickle(io.BytesIO(b"ca\\A\nb\\B\n(tR.")).by == "a\\A.b\\B"
    assert not recwarn.list


def test_shared_and_cyclic_values_stay_so():
    shared = [1]
    cyclic: dict = {"one": shared, "two": shared}
    cyclic["self"] = cyclic
    found = read_pickle(io.BytesIO(pickle.dumps(cyclic)))
    assert found["self"] is found
    assert found["one"] is found["two"]


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_what_would_be_called_is_only_named(protocol):
    class Runs:
        def __reduce__(self):
            return exec, ("raise SystemExit",)

    found = read_pickle(io.BytesIO(pickle.dumps([Runs(), PurePosixPath("/a")], protocol)))
    assert [made.by.rpartition(".")[2] for made in found] == ["exec", "PurePosixPath"]
    assert found[0].arguments == ("raise SystemExit",)
    assert isinstance(found[1], Made)


def test_sets_are_lists_and_the_file_is_left_at_the_end():
    file = io.BytesIO(pickle.dumps({1, 2}, 4) + b"rest")
    assert sorted(read_pickle(file)) == [1, 2]
    assert file.read() == b"rest"


ENDLESS: tuple = ()
for _ in range(60):
    ENDLESS = (ENDLESS, ENDLESS)  # takes for ever to hash, to compare, or to write out
START = pickle.dumps(ENDLESS, 2)[2:-1]  # without its protocol and its end


def test_a_key_that_takes_for_ever_to_hash_is_dropped():
    assert read_pickle(io.BytesIO(b"\x80\x02}" + START + b"K\x01s.")) == {}


def test_a_name_that_takes_for_ever_to_write_is_damage():
    with pytest.raises(ValueError, match="damaged"):
        read_pickle(io.BytesIO(b"\x80\x02" + START + b"X\x01\0\0\0a\x93."))


@pytest.mark.parametrize(
    "body",
    [b"", b".", b"s.", b"(", b"t.", b"K", b"h\x05.", b"\xff.", b"X\xff\xff\xff\xff.", b"R.", b"(s.",
     b"}K\x01K\x02", b"\x8e" + b"\xff" * 8 + b".", b"cno_newline", b"I" + b"9" * 5000 + b"\n."],
)  # fmt: skip
def test_what_is_no_pickle_is_a_value_error(body):
    with pytest.raises(ValueError, match=r".+"):
        read_pickle(io.BytesIO(body))


@pytest.mark.parametrize("operation", [b"}", b"(", b"K\x01", b"]q\x00", b"Nr\xff\xff\xff\x7f"])
def test_a_very_long_one_is_refused_in_linear_time(operation):
    start = time.process_time()
    with pytest.raises(ValueError, match=r".+"):
        read_pickle(io.BytesIO(operation * 600_000 + b"."))
    assert time.process_time() - start < 30


def test_ten_thousand_levels_are_read_and_let_go():
    found = read_pickle(io.BytesIO(b"}" + b"K\x01}" * 10_000 + b"s" * 10_000 + b"."))
    depth = 0
    while found:
        found, depth = found[1], depth + 1
    assert depth == 10_000
