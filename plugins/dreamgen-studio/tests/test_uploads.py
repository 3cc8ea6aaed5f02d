"""What is brought: bounded, looked at, named as its owner does, and nobody else's."""

from __future__ import annotations

import io
import json
import struct
import wave
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from dreamgen import BadInput, Session, embed_recipe
from dreamgen_studio.files.names import clean_name, free_name
from dreamgen_studio.files.uploads import Uploads
from dreamgen_studio.request import NotFound, Refused
from dreamgen_studio.settings import Settings

SESSION = Session()


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path, Settings(most_bytes=200_000, most_kept=300_000), SESSION)


@pytest.fixture
def png() -> Callable[..., bytes]:
    def make(width: int = 60, height: int = 40, **options: object) -> bytes:
        buffer = io.BytesIO()
        Image.linear_gradient("L").resize((width, height)).save(buffer, "PNG", **options)
        return buffer.getvalue()

    return make


def write_song(seconds: float = 0.5) -> bytes:
    """Return a WAV file of one tone."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\0\0\0\x40" * round(4000 * seconds))
    return buffer.getvalue()


def svg(length: int = 200, text: str = "") -> bytes:
    """Return a drawing of so many bytes."""
    start = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="50">'
    start += b'<rect width="9" height="9"/>'
    return (start + f"<!--{text}-->".encode()).ljust(length) + b"</svg>"


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_song_is_kept_without_a_picture(uploads):
    pytest.importorskip("av")
    song = uploads.keep("me", "my song.wav", io.BytesIO(write_song()))
    assert (song.kind, song.is_film) == ("song", False)
    with pytest.raises(NotFound):
        uploads.thumbnail("me", song.id)
    with pytest.raises(BadInput, match="is an audio file, which dreamgen does not read"):
        uploads.keep("me", "b.mp3", io.BytesIO(b"ID3" + bytes(50)))


def test_a_picture_is_kept_by_what_is_in_it(uploads, png, tmp_path):
    first = uploads.keep("me", "cat.png", io.BytesIO(png()))
    again = uploads.keep("me", "cat.png", io.BytesIO(png()))
    assert (first.kind, first.width, first.height, first.recipe) == ("picture", 60, 40, None)
    assert again == first
    assert uploads.path("me", first.id).read_bytes() == png()
    assert uploads.thumbnail("me", first.id)[:2] == b"\xff\xd8"
    assert uploads.all("me") == [first]
    assert len(files_in(tmp_path)) == 3


def test_what_a_file_is_shows_in_its_kind(uploads, png):
    assert uploads.keep("me", "a.svg", io.BytesIO(svg())).kind == "drawing"
    dream = png(**embed_recipe("PNG", 'input = "noise"\n'))
    kept = uploads.keep("me", "dream.png", io.BytesIO(dream))
    assert (kept.kind, kept.recipe) == ("dream", 'input = "noise"\n')
    header = json.dumps({"a": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}}).encode()
    weights = struct.pack("<Q", len(header)) + header
    assert uploads.keep("me", "net.safetensors", io.BytesIO(weights)).kind == "weights"


def test_nobody_has_the_uploads_of_another(uploads):
    mine = uploads.keep("me", "cat.svg", io.BytesIO(svg()))
    for ask in (uploads.get, uploads.path, uploads.thumbnail):
        with pytest.raises(NotFound, match="bring the file again"):
            ask("you", mine.id)
    assert uploads.all("you") == []


@pytest.mark.parametrize("name", ["../me", "up-", "up-../../me", "", "/etc", "up-\0", "up-a/b"])
def test_an_id_is_no_path(uploads, name):
    uploads.keep("me", "cat.svg", io.BytesIO(svg()))
    with pytest.raises(NotFound):
        uploads.get("me", name)


class Endless(io.RawIOBase):
    """A stream that never ends, and counts what is read of it."""

    count = 0

    def read(self, size: int = -1) -> bytes:
        self.count += size
        return b"\x89PNG" * (size // 4)


def test_an_endless_upload_is_cut_off_and_nothing_of_it_is_kept(uploads, tmp_path):
    stream = Endless()
    with pytest.raises(BadInput, match=r"big.png is larger than 0 MB, the most taken here"):
        uploads.keep("me", "big.png", stream)  # type: ignore[arg-type]
    assert stream.count == 1 << 20
    assert files_in(tmp_path) == []


def test_all_uploads_of_one_together_are_bounded(uploads, tmp_path):
    for number in range(3):
        uploads.keep("me", f"{number}.svg", io.BytesIO(svg(99_000, f"{number}")))
    with pytest.raises(Refused, match="remove some"):
        uploads.keep("me", "one more.svg", io.BytesIO(svg(99_000, "more")))
    assert len(uploads.all("me")) == 3
    uploads.keep("you", "one more.svg", io.BytesIO(svg(99_000, "more")))


def _bomb(width: int, height: int) -> bytes:
    """Return a PNG that says it is so large; its pixels are not even there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 50_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (12_000, 12_000), (2**31 - 1, 1)])
def test_a_picture_of_too_many_pixels_is_refused_in_one_sentence(uploads, tmp_path, width, height):
    with pytest.raises(BadInput, match=r"big\.png") as refused:
        uploads.keep("me", "big.png", io.BytesIO(_bomb(width, height)))
    assert str(tmp_path) not in str(refused.value)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b""),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 100),
        ("a.exe", b"MZ" + b"\0" * 100),
        ("a.svg", b"<svg" * 1000),
        ("net.safetensors", b"\xff" * 64),
        ("net.pt", b"PK\x03\x04" + b"\0" * 60),
        ("script.py", b"import os\nos.abort()\n"),
    ],
)
def test_what_nothing_reads_is_refused_by_its_own_name(uploads, tmp_path, name, data):
    with pytest.raises(BadInput, match=name.replace(".", r"\.")) as refused:
        uploads.keep("me", name, io.BytesIO(data))
    assert str(tmp_path) not in str(refused.value)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("My cat (1).jpg", "My cat (1).jpg"),
        ("../../etc/passwd", "passwd.file"),
        ("C:\\plots\\a.svg", "a.svg"),
        ("-rf.png", "rf.png"),
        ('a"b\n\x1b[31m.png', "a b [31m.png"),
        ("...", "upload.file"),
        ("noise", "noise.file"),
        ("x" * 300 + ".png", "x" * 76 + ".png"),
    ],
)
def test_names_are_made_harmless(name, clean):
    assert clean_name(name) == clean


def test_a_taken_name_gets_a_number():
    assert free_name("a.png", {"a.png", "a-2.png"}) == "a-3.png"
