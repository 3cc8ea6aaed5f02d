"""What a recipe names beside its input: read if permitted, and noted by what it holds."""

from __future__ import annotations

import hashlib
import warnings

import pytest
from PIL import Image

from dreamgen.errors import BadInput, InputWarning
from dreamgen.recipe.values import Size
from dreamgen.render.inputs import beside
from dreamgen.render.inputs.beside import FilesBeside
from dreamgen.render.permissions import EVERYTHING, FOREIGN, Permissions


def save(path, shade):
    Image.new("RGB", (40, 32), (shade, shade, shade)).save(path)
    return path


def shades(pictures):
    return [round(255 * float(picture.pixels.mean())) for picture in pictures]


def test_a_folders_pictures_come_in_the_order_of_their_names(registry, tmp_path):
    for name, shade in (("b.png", 20), ("a.png", 10), ("c.png", 30)):
        save(tmp_path / name, shade)
    save(tmp_path / ".hidden.png", 99)
    read = FilesBeside(registry, EVERYTHING)
    assert shades(read.folder(str(tmp_path), Size(32))) == [10, 20, 30]
    assert shades(read.folder(str(tmp_path / "b.png"), Size(32))) == [20]
    assert read.folder("sample:cat", Size(32))[0].size[0] == 32
    assert set(read.digests) == {str(tmp_path), str(tmp_path / "b.png")}


def test_a_digest_says_whether_anything_in_a_folder_is_another(registry, tmp_path):
    def digest():
        read = FilesBeside(registry, EVERYTHING)
        read.folder(str(tmp_path), Size(32))
        return read.digests[str(tmp_path)]

    save(tmp_path / "a.png", 10)
    before = digest()
    assert digest() == before
    save(tmp_path / "a.png", 11)
    assert digest() != before


def test_what_is_no_picture_is_passed_over_with_one_line(registry, tmp_path):
    save(tmp_path / "a.png", 10)
    (tmp_path / "notes.txt").write_text("red\n")
    (tmp_path / "empty").write_text("")
    read = FilesBeside(registry, EVERYTHING)
    with pytest.warns(InputWarning, match="2 of 3 files in .* are passed over: .*empty") as told:
        assert shades(read.folder(str(tmp_path), Size(32))) == [10]
    assert len(told) == 1
    (tmp_path / "a.png").unlink()
    with pytest.raises(BadInput, match="there is no picture in the folder"):
        read.folder(str(tmp_path), Size(32))


def test_of_very_many_pictures_some_stand_for_all(registry, tmp_path, monkeypatch):
    monkeypatch.setattr(beside, "MOST_PICTURES", 4)
    for number in range(9):
        save(tmp_path / f"{number:03}.png", number)
    read = FilesBeside(registry, EVERYTHING)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = shades(read.folder(str(tmp_path), Size(32)))
    assert found == [0, 3, 6]


def test_a_files_bytes_are_read_and_noted(registry, tmp_path):
    path = tmp_path / "v.csv"
    path.write_bytes(b"1 2 3")
    read = FilesBeside(registry, EVERYTHING)
    assert read.data(str(path)) == b"1 2 3"
    assert read.digests == {str(path): hashlib.sha256(b"1 2 3").hexdigest()[:16]}


def test_nothing_is_read_without_the_permission(registry, tmp_path):
    path = str(save(tmp_path / "a.png", 10))
    read = FilesBeside(registry, FOREIGN)
    for ask in (
        read.data,
        lambda name: read(name, Size(32)),
        lambda name: read.folder(name, Size(32)),
    ):
        with pytest.raises(BadInput, match="the recipe would read"):
            ask(path)
    with pytest.raises(BadInput, match="the recipe would read"):
        read.folder(str(tmp_path), Size(32))
    some = Permissions(read_files=False, files=frozenset({str(tmp_path)}))
    assert shades(FilesBeside(registry, some).folder(str(tmp_path), Size(32))) == [10]
    assert read("sample:cat", Size(32)).size[0] == 32


def test_code_is_never_run_for_them(registry, tmp_path):
    read = FilesBeside(registry, EVERYTHING)
    assert not read._permissions.run_code
