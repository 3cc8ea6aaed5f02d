import numpy as np
import pytest
import torch
from PIL import Image
from pydantic import ValidationError

from dreamgen.errors import DreamError
from dreamgen.imaging.picture import Frame
from dreamgen.loaders.base import Source
from dreamgen.loaders.raster.loader import Raster
from dreamgen.outputs.last_frame import get_last_frame
from dreamgen.outputs.stills.by_suffix import BY_SUFFIX, Avif, Jpeg, Png, Tiff, Webp
from dreamgen.outputs.stills.still import Still

LOSSLESS = [Png(), Png(compression=0), Webp(lossless=True), Tiff(), Tiff(compression="lzw")]
LOSSLESS += [Tiff(compression="none")]
LOSSY = [Jpeg(), Jpeg(progressive=False, colour="4:2:0"), Webp(), Avif()]


def write(output: Still, frame: Frame, folder):
    path = folder / f"x{output.suffixes[0]}"
    output.write([frame], path, "seed = 1\n")
    return path


def levels(frame):
    return (frame.pixels * 255).round().byte().permute(1, 2, 0).numpy()


@pytest.mark.parametrize("output", LOSSLESS, ids=repr)
def test_lossless(output, frame, tmp_path):
    written = Image.open(write(output, frame(), tmp_path))
    assert written.mode == "RGB"
    assert (np.asarray(written) == levels(frame())).all()


@pytest.mark.parametrize("output", LOSSY, ids=repr)
def test_lossy(output, frame, tmp_path):
    written = np.asarray(Image.open(write(output, frame(), tmp_path)).convert("RGB"))
    assert abs(written.astype(int) - levels(frame())).mean() < 4


@pytest.mark.parametrize("output", LOSSLESS, ids=repr)
def test_transparency_comes_back_as_it_was(output, frame, tmp_path):
    original = frame(alpha=True)
    path = write(output, original, tmp_path)
    again = Raster().load(Source(path.read_bytes(), "x"), None)
    assert torch.equal((again.alpha * 255).round(), (original.alpha * 255).round())
    # a level of a faint colour weighs less on paper than a level of the picture
    assert (again.pixels - original.pixels).abs().max() < 1.01 / 255


@pytest.mark.parametrize("output", [Webp(), Avif()], ids=repr)
def test_lossy_transparency(output, frame, tmp_path):
    written = Image.open(write(output, frame(alpha=True), tmp_path))
    assert written.mode == "RGBA"
    alpha = np.asarray(written)[..., 3] / 255
    assert abs(alpha - frame(alpha=True).alpha[0].numpy()).max() < 0.1


def test_jpeg_shows_transparency_as_paper(frame, tmp_path):
    written = Image.open(write(Jpeg(quality=100), frame(alpha=True), tmp_path))
    assert abs(np.asarray(written).astype(int) - levels(frame(alpha=True))).max() < 8
    assert written.getpixel((0, 0)) == (255, 255, 255)


def test_no_pale_fringe_on_dark_ground(frame, tmp_path):
    alpha = torch.linspace(0, 1, 64).expand(1, 32, 64)
    black = Frame((1 - alpha).expand(3, 32, 64), alpha)
    written = np.asarray(Image.open(write(Png(), black, tmp_path)))
    assert written[..., :3][written[..., 3] > 3].max() <= 1


def test_the_last_frame_is_written(frame, tmp_path):
    frames = [Frame(torch.zeros(3, 32, 32)), Frame(torch.ones(3, 32, 32))]
    Png().write(iter(frames), tmp_path / "x.png", "")
    assert Image.open(tmp_path / "x.png").getpixel((5, 5)) == (255, 255, 255)
    with pytest.raises(DreamError, match="nothing to write"):
        get_last_frame([])


@pytest.mark.parametrize("kind", [Png, Jpeg, Webp, Tiff, Avif])
def test_an_unwritable_path_is_the_systems_error(kind, frame, tmp_path):
    with pytest.raises(FileNotFoundError):
        write(kind(), frame(), tmp_path / "missing")


@pytest.mark.parametrize("kind", [Png, Jpeg, Webp, Tiff, Avif])
def test_a_full_disk_is_an_error_of_the_system(kind, frame, tmp_path):
    full = tmp_path / f"x{kind.suffixes[0]}"
    try:
        full.symlink_to("/dev/full")
        full.write_bytes(b"x")
    except FileNotFoundError:
        pytest.skip("no /dev/full here")
    except OSError:
        pass
    with pytest.raises(OSError, match="No space left"):
        kind().write([frame(400, 300)], full, "")


def test_too_large_for_the_format(frame, tmp_path):
    with pytest.raises(DreamError, match=r"WEBP holds at most 16383 .* write PNG"):
        write(Webp(), frame(16_400, 16), tmp_path)


def test_grainy_jpeg_of_highest_quality(tmp_path):
    grain = torch.rand(3, 600, 800, generator=torch.Generator().manual_seed(1))
    for progressive in (True, False):
        path = write(Jpeg(quality=100, progressive=progressive), Frame(grain), tmp_path)
        assert Image.open(path).load() is not None


def test_same_frame_same_file(frame, tmp_path):
    noise = Frame(torch.rand(3, 32, 48, generator=torch.Generator().manual_seed(1)))
    files = [write(Png(), noise, tmp_path).read_bytes() for _ in range(2)]
    assert files[0] == files[1]


def test_parameters_are_checked():
    with pytest.raises(ValidationError):
        Jpeg(quality=101)
    with pytest.raises(ValidationError):
        Png(quality=3)
    for kind in BY_SUFFIX.values():
        assert all(field.description for field in kind.model_fields.values())


def test_suffixes():
    assert set(BY_SUFFIX) == {".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".avif"}


def read_png_density(data):
    """Return pixels a metre across and down, and the unit, from the chunk itself."""
    at = data.index(b"pHYs") + 4
    return int.from_bytes(data[at : at + 4]), int.from_bytes(data[at + 4 : at + 8]), data[at + 8]


def test_dots_an_inch_are_in_the_file(frame, tmp_path):
    data = write(Png(dpi=300), frame(), tmp_path).read_bytes()
    assert read_png_density(data) == (11811, 11811, 1)  # 300 / 0.0254
    data = write(Jpeg(dpi=240), frame(), tmp_path).read_bytes()
    at = data.index(b"JFIF\0") + 5  # version, unit (1: inch), density across and down
    assert data[at + 2 : at + 7] == bytes([1, 0, 240, 0, 240])
    written = Image.open(write(Tiff(dpi=150), frame(), tmp_path))
    assert (written.tag_v2[282], written.tag_v2[283], written.tag_v2[296]) == (150, 150, 2)
    assert b"pHYs" not in write(Png(), frame(), tmp_path).read_bytes()
