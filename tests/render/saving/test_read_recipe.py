"""Reading a recipe back out of any file, and what is said where there is none."""

from __future__ import annotations

import pytest
from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.plugins.discovery import discover
from dreamgen.plugins.registry import Registry
from dreamgen.render.saving.read_recipe import read_recipe

PLUGIN = """
from dreamgen import Entry, Output, hookimpl

class Notes(Output):
    "Text after a word."
    suffixes = (".note",)

    def write(self, frames, path, recipe):
        path.write_text("note " + recipe)

    @classmethod
    def read_recipe(cls, path):
        text = path.read_text()
        {fault}
        return text[5:] if text.startswith("note ") else None

@hookimpl
def dreamgen_outputs():
    return [Entry("notes", "{name}:Notes", "notes")]
"""


def with_plugin(folder, name, fault="pass"):
    path = folder / f"{name}.py"
    path.write_text(PLUGIN.format(name=name, fault=fault))
    return path


@pytest.mark.parametrize("name", ["x.png", "x.jpg", "x.gif", "x.webp", "x.html", "frames"])
def test_the_built_ins_read_what_they_wrote(registry, frame, tmp_path, name):
    from dreamgen.recipe.schema import Recipe
    from dreamgen.render.saving.save import find_output

    path = tmp_path / name
    output = find_output(Recipe(zoom={} if name == "frames" else None), path, registry)
    output.write([frame()], path, "seed = 1\n")
    assert read_recipe(path, registry) == "seed = 1\n"


def test_a_plugin_reads_its_own_files(registry, tmp_path):
    path = tmp_path / "a.note"
    path.write_text("note seed = 1\n")
    with pytest.raises(BadInput, match=r"a\.note is not a picture file"):
        read_recipe(path, registry)
    more = Registry(discover([with_plugin(tmp_path, "good_notes")], installed=False))
    assert read_recipe(path, more) == "seed = 1\n"


def test_a_plugin_that_fails_is_named_and_stops_no_other(tmp_path):
    path = tmp_path / "a.note"
    path.write_text("note seed = 1\n")
    bad = with_plugin(tmp_path, "bad_notes", "raise ValueError('oh no')")
    good = with_plugin(tmp_path, "other_notes")
    both = Registry(discover([bad, good], installed=False))
    assert read_recipe(path, both) == "seed = 1\n"
    with pytest.raises(BadInput, match=r"a\.note cannot be read by output .*bad-notes.*: oh no"):
        read_recipe(path, Registry(discover([bad], installed=False)))


def test_where_there_is_no_recipe(registry, tmp_path):
    Image.new("RGB", (9, 9)).save(tmp_path / "mine.png")
    (tmp_path / "a.png").write_text("hello")
    for name, sentence in {
        "mine.png": r"mine\.png carries no dreamgen recipe",
        "a.png": r"a\.png is not a picture file that could carry a recipe",
        "b.png": r"b\.png does not exist",
        "": "is not a picture file",
    }.items():
        with pytest.raises(BadInput, match=sentence):
            read_recipe(tmp_path / name, registry)


def test_a_video_without_pyav_says_what_is_missing(registry, tmp_path, monkeypatch):
    import sys

    for name in [*filter(lambda name: name.startswith("imageio.plugins.pyav"), sys.modules), "av"]:
        monkeypatch.setitem(sys.modules, name, None)
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0\0\0\x20ftypisom" + bytes(40))
    with pytest.raises(
        BadInput, match=r'reading video needs PyAV: pip install "dreamgen\[video\]"'
    ):
        read_recipe(path, registry)
