"""What an input's name may be, before any loader looks at its bytes."""

from __future__ import annotations

import io
import os
import socket
import sys
import threading
from types import SimpleNamespace

import pytest
from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.loaders.base import Source
from dreamgen.plugins.discovery import discover
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.call import Call
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import Size
from dreamgen.render.inputs import loading as inputs
from dreamgen.render.inputs.loading import load_picture, read_input
from dreamgen.render.permissions import Permissions


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


def test_hidden_files_are_meant_by_those_alone_who_type_a_dot(tmp_path):
    for name in (".photo.png.lock", ".picture"):
        (tmp_path / name).touch()
    with pytest.raises(BadInput, match=r"photo\.png$"):
        read_input(str(tmp_path / "photo.png"))
    with pytest.raises(BadInput, match=r"did you mean \.picture\?"):
        read_input(str(tmp_path / ".pictures"))


REGISTRY = Registry(discover(installed=False))


def load(data: bytes, loader: str = "", name: str = "x.bin"):
    recipe = Recipe(loader=Call(loader), size=Size(32))
    return load_picture(Source(data, name), recipe, REGISTRY, Permissions())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "x.bin is empty"),
        (
            b"8BPS" + bytes(9),
            "x.bin is a Photoshop document, which dreamgen does not read; dreamgen reads",
        ),
        (
            b"%PDF-1.7\n",
            "x.bin is a PDF file, which needs the plugin dreamgen-plots; dreamgen reads SVG",
        ),
        (b"\x1a\x45\xdf\xa3", "x.bin is a video (Matroska or WebM): `dreamgen film` dreams it"),
        (bytes(99), "x.bin is a file of zeros, which dreamgen does not read"),
        (b"hello\n", "x.bin is text, which dreamgen does not read"),
        (
            b"\x80\x00\x81",
            "x.bin is of a kind that dreamgen does not know; dreamgen reads SVG, PNG",
        ),
    ],
)
def test_what_no_loader_reads_is_named(data, sentence):
    with pytest.raises(BadInput) as caught:
        load(data)
    assert str(caught.value).startswith(sentence)
    assert "damaged" not in str(caught.value)


def test_a_loader_that_does_not_read_the_bytes_says_what_they_are():
    file = io.BytesIO()
    Image.new("RGB", (20, 20)).save(file, "JPEG")
    with pytest.raises(
        BadInput, match=r"^cat\.jpg is a JPEG picture, which loader svg does not read$"
    ):
        load(file.getvalue(), "svg", "cat.jpg")
    with pytest.raises(BadInput, match=r"is an SVG drawing, which loader raster does not read$"):
        load(b"<svg/>", "raster")
    assert load(file.getvalue(), "raster").size == (32, 32)


def test_what_is_no_file_is_refused_at_once(tmp_path, monkeypatch):
    with pytest.raises(BadInput, match=r"^/dev/zero is a device, not a file"):
        read_input("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(tmp_path)
        server.bind("s")
        with pytest.raises(BadInput, match=r"^s is a socket"):
            read_input("s")


def test_a_named_pipe_is_read_and_a_silent_one_is_not_waited_for(tmp_path, monkeypatch):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    monkeypatch.setattr(inputs, "PATIENCE", 0.05)
    with pytest.raises(BadInput, match="nothing is written to"):
        read_input(str(pipe))
    monkeypatch.setattr(inputs, "PATIENCE", 10)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"abc",))
    writer.start()
    assert read_input(str(pipe)).data == b"abc"
    writer.join()


def test_a_terminal_is_no_input(monkeypatch):
    class Terminal(io.BytesIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Terminal()))
    with pytest.raises(BadInput, match="standard input is a terminal"):
        read_input("-")
