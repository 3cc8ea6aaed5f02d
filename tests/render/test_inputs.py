"""What an input's name may be, before any loader looks at its bytes."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest

from dreamgen.errors import BadInput
from dreamgen.render import inputs
from dreamgen.render.inputs import read_input


def test_files_and_samples_come_with_the_name_that_the_user_gave(tmp_path):
    (tmp_path / "x.bin").write_bytes(b"abc")
    source = read_input(str(tmp_path / "x.bin"))
    assert (source.data, source.name) == (b"abc", str(tmp_path / "x.bin"))
    assert read_input("sample:bars").data.startswith(b"<svg")


def test_nothing_endless_is_read_to_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(inputs, "LARGEST_FILE", 100)
    (tmp_path / "fits").write_bytes(bytes(100))
    (tmp_path / "large").write_bytes(bytes(101))
    assert len(read_input(str(tmp_path / "fits")).data) == 100
    with pytest.raises(BadInput, match="larger than 1 GB"):
        read_input(str(tmp_path / "large"))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(bytes(101))))
    with pytest.raises(BadInput, match="standard input is larger"):
        read_input("-")


def test_a_closed_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(BadInput, match="standard input is closed"):
        read_input("-")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "no file's name"),
        ("a\0b.png", "no file's name"),
        ("caf\udce9.jpg", "no UTF-8 name"),
        ("sample:penguin", "did you mean penguins"),
        (".", "is a folder"),
        ("absent.png", "there is no file absent.png"),
        ("x" * 300, "File name too long"),
    ],
)
def test_names_that_are_none(name, sentence):
    with pytest.raises(BadInput, match=sentence) as caught:
        read_input(name)
    str(caught.value).encode()  # can be printed anywhere
