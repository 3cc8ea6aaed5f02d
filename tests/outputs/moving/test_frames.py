"""Folders of frames of more than 8 bits, read back by FFmpeg and OpenEXR."""

import sys

import numpy as np
import pytest
import torch
from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.imaging.picture import Frame
from dreamgen.outputs.moving.frames import Frames


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
