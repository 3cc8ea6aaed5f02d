"""OpenEXR pictures, written by its own library and compared with the definitions of their colours."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dreamgen.errors import BadInput, InputWarning
from dreamgen.imaging.depth import to_linear_light
from dreamgen.loaders.base import Source
from dreamgen.loaders.exr.loader import Exr
from dreamgen.loaders.films.open_film import open_film
from dreamgen.recipe.values import Size

exr = pytest.importorskip("OpenEXR")
WIDE, HIGH = 24, 16


@pytest.fixture
def write(tmp_path):
    def write(channels, name="a.exr", **header):
        path = tmp_path / name
        header = {"compression": exr.ZIP_COMPRESSION, "type": exr.scanlineimage, **header}
        exr.File(header, channels).write(str(path))
        return path

    return write


def load(path, size=None):
    return Exr(protect="none").load(Source(path.read_bytes(), path.name), size)


def make_light(top=1.0, seed=1):
    light = np.random.default_rng(seed).random((HIGH, WIDE, 3)).astype(np.float32) * top
    light[0, 0] = top
    return light


def encode(light):
    """sRGB's curve, as IEC 61966-2-1 has it."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def levels(picture):
    return picture.pixels.permute(1, 2, 0).numpy()


def test_light_is_encoded_as_srgb(write):
    light = make_light()
    picture = load(write({"RGB": light}))
    assert np.abs(levels(picture) - encode(light)).max() < 1e-5
    assert picture.alpha is None


def test_our_own_files_come_back(write, frame):
    made = frame(WIDE, HIGH, alpha=True)
    picture = load(write({"RGBA": to_linear_light(made).astype(np.float16)}))
    assert (picture.alpha - made.alpha).abs().max() < 1e-3
    assert (picture.pixels - made.pixels).abs().max() < 2e-3


def test_primaries_are_converted(write):
    """BT.2020's own green and white, by the matrix that ITU-R BT.2087 gives."""
    to_709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083]])
    to_709 = np.vstack([to_709, [-0.0182, -0.1006, 1.1187]])
    light = make_light(0.5) * 0.4 + 0.2
    wide = (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290)
    shown = levels(load(write({"RGB": light}, chromaticities=wide)))
    assert np.abs(shown - encode((light @ to_709.T).clip(0, 1))).max() < 2e-3


def test_highlights_are_rolled_off_and_that_is_said(write):
    light = np.linspace(0, 4, HIGH * WIDE, dtype=np.float32).reshape(HIGH, WIDE)
    path = write({"RGB": np.stack([light] * 3, -1)})
    with pytest.warns(InputWarning, match=r"a\.exr has a high dynamic range \(EXR\)"):
        shown = levels(load(path))[..., 0].ravel()
    assert (np.diff(shown) > 0).all()
    dark = light.ravel() < 0.4
    assert np.abs(shown[dark] - encode(light.ravel()[dark])).max() < 1e-4


def test_the_window_that_is_shown_is_filled(write):
    light = make_light()[:6, :8].copy()
    path = write({"RGB": light}, dataWindow=((2, 1), (9, 6)), displayWindow=((4, 0), (21, 17)))
    shown = levels(load(path))
    assert shown.shape == (18, 18, 3)
    assert np.abs(shown[1:7, :6] - encode(light[:, 2:])).max() < 1e-5
    shown[1:7, :6] = 0
    assert not shown.any()


@pytest.mark.parametrize(
    ("names", "grey"), [("RGB", False), ("Y", True), ("beauty.RGB", False), ("left.Y", True)]
)
def test_layers_and_grey_are_read(write, names, grey):
    light = make_light()
    layer, _, letters = names.rpartition(".")
    channels = {f"{layer}.{x}".strip("."): light[..., k].copy() for k, x in enumerate(letters)}
    channels["Z"] = light[..., 2].copy() * 50
    wanted = light[..., :1].repeat(3, 2) if grey else light
    assert np.abs(levels(load(write(channels))) - encode(wanted)).max() < 1e-5


def test_what_cannot_be_read_is_one_sentence(write, tmp_path, monkeypatch):
    depth = write({"Z": make_light()[..., 0].copy()})
    with pytest.raises(BadInput, match=r"a\.exr holds no colours: its channels are Z"):
        load(depth)
    cut = tmp_path / "cut.exr"
    cut.write_bytes(write({"RGB": make_light()}).read_bytes()[:900])
    with pytest.raises(BadInput, match=r"cut\.exr cannot be decoded: it is damaged or cut short"):
        load(cut)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BadInput, match="reading EXR needs OpenEXR: pip install"):
        load(depth)


def test_a_folder_of_exr_frames_is_a_film(write, tmp_path):
    for number in range(4):
        write({"RGB": make_light(0.25 * (number + 1), number)}, f"shot.{number:04}.exr")
    reel = open_film(tmp_path, 10)
    assert reel.size == (WIDE, HIGH)
    assert reel.range_name is None
    for number, shown in enumerate(reel.play()):
        wanted = encode(make_light(0.25 * (number + 1), number))
        assert np.abs(np.asarray(shown.image) / 255 - wanted).max() < 0.51 / 255
    write({"RGB": make_light(3, 7)}, "shot.0007.exr")
    reel = open_film(tmp_path, 10)
    assert reel.range_name == "EXR"
    first = next(reel.play()).image  # is made darker as the others are
    assert np.asarray(first).max() < 255 * encode(0.25) + 1
    with pytest.raises(BadInput, match="is a still picture, not a film"):
        open_film(tmp_path / "shot.0007.exr")


def test_it_is_found_by_what_it_holds(write, registry):
    from dreamgen.recipe.schema import Recipe
    from dreamgen.render.inputs.loading import load_picture
    from dreamgen.render.permissions import Permissions

    path = write({"RGB": make_light()}, "named.png")
    recipe = Recipe(size=Size(48))
    source = Source(path.read_bytes(), path.name)
    assert load_picture(source, recipe, registry, Permissions()).size == (48, 32)
    assert torch.is_tensor(load(path).pixels)
