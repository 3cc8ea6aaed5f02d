"""What a dry run finds out without a network."""

from __future__ import annotations

import os

import pytest
from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.recipe.schema import Recipe
from dreamgen.render.check_readable import check_readable
from dreamgen.render.session import Session


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Check a recipe in a folder with a picture, a text and an empty file."""
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (32, 24)).save("photo.png")
    (tmp_path / "words.png").write_bytes(b"RIFF\0\0\0\0WAVEfmt ")
    (tmp_path / "empty.png").write_bytes(b"")
    session = Session()
    session._networks = None  # none is loaded

    def run(**keys):
        check_readable(session.plan(Recipe(**keys)), session.registry, session.permissions)

    return run


@pytest.mark.parametrize(
    "keys",
    [
        {"input": "photo.png"},
        {"input": "noise", "mask": "photo.png", "weights": "random"},
        {"input": "sample:cat", "mask": "sample:cat"},
        {"input": "-"},
    ],
)
def test_what_is_there_passes(check, keys):
    check(**keys)


def test_a_pipe_is_not_read(check, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    check(input="pipe")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({}, "^no input: give a picture"),
        ({"input": "fhoto.png"}, r"there is no file fhoto\.png .did you mean photo\.png"),
        ({"input": "words.png"}, r"words\.png is an audio file"),
        ({"input": "empty.png"}, r"empty\.png is empty"),
        ({"input": "noise", "mask": "no.png"}, r"there is no file no\.png"),
        ({"input": "noise", "weights": "no.safetensors"}, r"there is no file no\.safetensors"),
        ({"input": "noise", "backbone": "no.safetensors"}, r"there is no file no\.safetensors"),
        ({"input": "photo.png", "film": {}}, "is a still picture, not a film"),
        ({"input": "no.mp4", "film": {}}, r"there is no file no\.mp4"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(check, keys, said):
    with pytest.raises(BadInput, match=said):
        check(**keys)
