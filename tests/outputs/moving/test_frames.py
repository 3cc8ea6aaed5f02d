"""Folders of frames of more than 8 bits, read back by FFmpeg and OpenEXR."""

import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.imaging.picture import Frame
from dreamgen.loaders.films.open_film import open_film
from dreamgen.outputs.moving.frames import Frames
from dreamgen.recipe.numbering import read_numbering
from dreamgen.recipe.schema import Recipe
from dreamgen.render.saving.save import find_output


def decode_srgb(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


@pytest.mark.parametrize("alpha", [False, True])
def test_png_of_16_bits_holds_what_was_dreamed(tmp_path, clip, differ, recipe, alpha):
    av = pytest.importorskip("av")
    frames = clip(3, alpha=alpha)
    Frames(bits=16).write(iter(frames), tmp_path / "f", recipe)
    assert Frames.read_recipe(tmp_path / "f") == recipe
    for number, frame in enumerate(frames):
        path = tmp_path / "f" / f"frame-{number:05}.png"
        with av.open(str(path)) as file:
            (shown,) = file.decode(video=0)
        assert shown.format.name == ("rgba64be" if alpha else "rgb48be")
        levels = shown.to_ndarray(format="rgba64le" if alpha else "rgb48le")
        assert differ(levels / 65_535, frame).max() <= 1.01 / 65_535
        with Image.open(path) as image:  # as 8 bits, but the checksums and filters are right
            assert differ(np.asarray(image) / 255, frame).max() <= 1.01 / 255


@pytest.mark.parametrize(("bits", "most"), [(16, 5e-4), (32, 1e-6)])
@pytest.mark.parametrize("alpha", [False, True])
def test_exr_is_in_linear_light(tmp_path, recipe, bits, most, alpha):
    library = pytest.importorskip("OpenEXR")
    values = [0.0, 0.02, 0.25, 0.5, 1.0]
    pixels = torch.tensor(values).expand(3, 4, 5).clone()
    opacity = torch.full((1, 4, 5), 0.5) if alpha else None
    laid = pixels * 0.5 + 0.5 if alpha else pixels
    output = Frames(format="exr", bits=bits)
    output.check()
    output.write([Frame(laid, opacity)], tmp_path / "f", recipe)
    assert Frames.read_recipe(tmp_path / "f") == recipe
    assert Frames.read_recipe(tmp_path / "f" / "frame-00000.exr") == recipe
    channels = library.File(str(tmp_path / "f" / "frame-00000.exr")).channels()
    shown = channels["RGBA" if alpha else "RGB"].pixels
    assert shown.dtype == {16: np.float16, 32: np.float32}[bits]
    share = 0.5 if alpha else 1  # colours are multiplied by their opacity
    wanted = [decode_srgb(value) * share for value in values]
    for channel in range(3):
        assert np.abs(shown[2, :, channel] - wanted).max() <= most
    assert not alpha or (shown[..., 3] == 0.5).all()


def test_frames_of_another_format_are_replaced(tmp_path, clip, recipe):
    pytest.importorskip("OpenEXR")
    folder = tmp_path / "f"
    Frames(format="exr").write(clip(4), folder, recipe)
    Image.new("RGB", (4, 4)).save(folder / "frame-00007.png")
    (folder / ".frame-00001.0a1b2c3d.exr").write_bytes(b"of a process that was killed")
    assert Frames().is_taken(folder)
    Frames().write(clip(2), folder, recipe)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "frame-00000.png",
        "frame-00001.png",
        "frame-00007.png",
    ]  # the last is no dream


@pytest.mark.parametrize("name", ["%04d.png", "a-##_b.png"])
def test_hidden_files_beside_frames_of_a_pattern_stay(clip, tmp_path, recipe, name):
    kept = [".app.settings.json", ".a-1.settings.png", ".12.tar", ".12.abcdefgh.png"]
    for each in kept:
        (tmp_path / each).write_bytes(b"somebody's")
    draft = "." + Path(name.replace("%04d", "0001").replace("##", "01")).stem + ".0a1b2c3d.png"
    (tmp_path / draft).write_bytes(b"of a process that was killed")
    Frames().write(clip(1), tmp_path / name, recipe)
    hidden = sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("."))
    assert hidden == sorted(kept)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (Frames(bits=32), "output.bits = 32: png has 8 or 16"),
        (Frames(format="exr", bits=8), "output.bits = 8: exr has 16 or 32"),
    ],
)
def test_bits_that_a_format_has_not_are_refused(output, said):
    with pytest.raises(BadInput, match=said):
        output.check()


def test_a_missing_library_is_named(tmp_path, clip, recipe, monkeypatch):
    Frames().check()
    monkeypatch.setitem(sys.modules, "OpenEXR", None)
    with pytest.raises(BadInput, match=r'pip install "dreamgen\[exr\]"'):
        Frames(format="exr").check()
    Frames().write(clip(1), tmp_path / "f", recipe)  # which needs it not
    (tmp_path / "f" / "frame-00001.exr").write_bytes(b"\x76\x2f\x31\x01")
    with pytest.raises(BadInput, match="reading EXR needs OpenEXR"):
        Frames.read_recipe(tmp_path / "f" / "frame-00001.exr")


@pytest.mark.parametrize("data", [b"", b"hello", b"\x76\x2f\x31\x01 and then nothing"])
def test_what_is_damaged_has_no_recipe(tmp_path, data):
    pytest.importorskip("OpenEXR")
    (tmp_path / "a.exr").write_bytes(data)
    assert Frames.read_recipe(tmp_path / "a.exr") is None


@pytest.mark.parametrize(
    ("name", "first", "kind"),
    [
        ("shot-%04d.png", "shot-0000.png", "PNG"),
        ("shot.####.png", "shot.0000.png", "PNG"),
        ("%d.PNG", "0.PNG", "PNG"),
        ("shot.%05d.exr", "shot.00000.exr", "EXR"),
    ],
)
def test_a_pattern_names_the_frames(tmp_path, clip, recipe, registry, name, first, kind):
    if kind == "EXR":
        pytest.importorskip("OpenEXR")
    path = tmp_path / "shots" / name
    output = find_output(Recipe(film={}), path, registry)
    assert not output.is_taken(path)
    output.write(clip(3), path, recipe)
    found = sorted((tmp_path / "shots").iterdir())
    assert [each.name for each in found] == [f"{n}.".join(first.rsplit("0.", 1)) for n in range(3)]
    assert output.is_taken(path)
    assert Frames.read_recipe(path) == recipe
    assert open_film(path).seconds * 25 == 3
    output.write(clip(2), path, recipe)
    assert sorted((tmp_path / "shots").iterdir()) == found[:2]


def test_a_pattern_counts_only_its_own_files(tmp_path):
    names = ("a-01.png", "a-1.png", "a-001.png", "a-x1.png", "b-01.png", "a-01.jpg", "a-123.png")
    for each in names:
        (tmp_path / each).touch()
    numbering = read_numbering(tmp_path / "a-%02d.png")
    assert sorted(number for number, _ in numbering.files()) == [1, 123]
    for plain in ("a.png", "100%.png", "C#.png", "a-%s.png"):
        assert read_numbering(tmp_path / plain) is None
