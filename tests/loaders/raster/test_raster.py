import re
import struct
import zlib

import numpy as np
import pytest
import torch
from PIL import Image, ImageCms

from dreamgen.errors import BadInput
from dreamgen.loaders.raster.formats import RASTER
from dreamgen.loaders.raster.loader import Raster
from dreamgen.recipe.values import Size

RNG = np.random.default_rng(1)


def noise(width=40, height=30, bands=3):
    shape = (height, width, bands) if bands > 1 else (height, width)
    return RNG.integers(0, 256, shape, dtype=np.uint8)


def levels(picture):
    """The pixels as uint8 (H, W, 3)."""
    return (picture.pixels * 255).round().byte().permute(1, 2, 0).numpy()


def png(width, height, depth, colour, rows):
    """A PNG file made by hand: ``rows`` are the bytes of each row."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
def test_lossless_formats_keep_every_level(kind, load_raster, encoded):
    values = noise()
    picture = load_raster(encoded(Image.fromarray(values), kind))
    assert (levels(picture) == values).all()
    assert picture.pixels.dtype == torch.float32
    assert picture.alpha is picture.mask is picture.protected is None


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "GIF"])
def test_lossy_formats_come_close(kind, load_raster, encoded):
    ramp = np.tile(np.linspace(0, 255, 64, dtype=np.uint8), (48, 1))
    picture = load_raster(encoded(Image.fromarray(np.stack([ramp] * 3, 2)), kind))
    assert abs(levels(picture).astype(int) - ramp[..., None]).mean() < 4


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("1", 1, (255, 255, 255)),
        ("L", 100, (100, 100, 100)),
        ("P", 3, None),
        ("CMYK", (0, 255, 255, 0), (255, 0, 0)),
        ("YCbCr", (76, 85, 255), (254, 0, 0)),
    ],
)
def test_modes(mode, colour, expected, load_raster, encoded):
    image = Image.new(mode, (20, 20), colour)
    if mode == "P":
        image.putpalette([0, 0, 0, 9, 9, 9, 8, 8, 8, 10, 20, 30])
        expected = (10, 20, 30)
    kind = "PNG" if mode in "1LP" else "TIFF"
    assert abs(levels(load_raster(encoded(image, kind)))[5, 5].astype(int) - expected).max() <= 1


def test_sixteen_bit_grey_is_not_cut_to_eight(load_raster):
    values = RNG.integers(0, 65536, (20, 30), dtype=np.uint16)
    data = png(30, 20, 16, 0, [row.astype(">u2").tobytes() for row in values])
    picture = load_raster(data)
    assert np.allclose(picture.pixels.numpy(), values / 65535, atol=1e-6)


@pytest.mark.parametrize("order", ["<u2", ">u2"])
def test_sixteen_bit_tiff(order, load_raster, encoded):
    values = RNG.integers(0, 65536, (20, 30), dtype=np.uint16)
    if order == "<u2":
        data = encoded(Image.fromarray(values), "TIFF")
    else:  # by hand: big-endian, one strip, nine tags
        tags = [(256, 30), (257, 20), (258, 16), (259, 1), (262, 1), (273, 122), (277, 1)]
        tags += [(278, 20), (279, 1200)]
        entries = b"".join(struct.pack(">HHII", tag, 4, 1, value) for tag, value in tags)
        data = b"MM\0*" + struct.pack(">IH", 8, 9) + entries + b"\0" * 4
        data += values.astype(order).tobytes()
    assert np.allclose(load_raster(data).pixels.numpy(), values / 65535, atol=1e-6)


def test_sixteen_bit_colour_is_read(load_raster):
    values = RNG.integers(0, 65536, (20, 30, 3), dtype=np.uint16)
    data = png(30, 20, 16, 2, [row.astype(">u2").tobytes() for row in values])
    expected = values.transpose(2, 0, 1) / 65535
    assert abs(load_raster(data).pixels.numpy() - expected).max() <= 1 / 255


def test_floats_and_what_is_no_number(load_raster, encoded):
    values = np.linspace(-0.1, 1.0, 600, dtype=np.float32).reshape(20, 30)
    values[0, :3] = np.nan, np.inf, -np.inf
    picture = load_raster(encoded(Image.fromarray(values), "TIFF"))
    assert torch.isfinite(picture.pixels).all()
    assert np.allclose(picture.pixels[1, 1:].numpy(), values[1:].clip(0, 1), atol=1e-6)


def test_transparency_is_laid_on_white_and_masks(load_raster, encoded):
    values = noise(bands=4)
    picture = load_raster(encoded(Image.fromarray(values)))
    alpha = values[..., 3:] / 255
    expected = values[..., :3] / 255 * alpha + 1 - alpha
    assert np.allclose(picture.pixels.permute(1, 2, 0).numpy(), expected, atol=1e-5)
    assert np.allclose(picture.alpha[0].numpy(), alpha[..., 0], atol=1e-6)
    assert torch.equal(picture.mask, picture.alpha)


def test_wholly_opaque_alpha_is_none(load_raster, encoded):
    picture = load_raster(encoded(Image.new("RGBA", (20, 20), (1, 2, 3, 255))))
    assert picture.alpha is None
    assert picture.mask is None


def test_palette_transparency_and_grey_alpha(load_raster, encoded):
    image = Image.new("P", (20, 20), 1)
    image.putpalette([0, 0, 0, 255, 0, 0])
    image.paste(0, (0, 0, 10, 20))
    assert load_raster(encoded(image, transparency=0)).alpha[0, 5].tolist() == [0] * 10 + [1] * 10
    assert load_raster(encoded(Image.new("LA", (20, 20), (9, 51)))).alpha.mean().item() == (
        pytest.approx(0.2)
    )


def test_no_fringe_from_what_lies_under_transparency(load_raster, encoded):
    values = np.zeros((90, 90, 4), np.uint8)
    values[:] = (0, 255, 0, 0)  # invisible green ...
    values[20:70, 20:70] = (255, 0, 0, 255)  # ... around visible red
    picture = load_raster(encoded(Image.fromarray(values)), Size(31))
    # Neither red nor white paper lacks red; only leaking green would.
    assert picture.pixels[0].min() > 0.999


def test_nothing_visible_is_refused(load_raster, encoded):
    with pytest.raises(BadInput, match=r"photo\.png shows nothing"):
        load_raster(encoded(Image.new("RGBA", (20, 20))))


# Independent of Pillow: where the corners of an upright picture lie in the stored one (EXIF 2.3).
TURNS = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: np.rot90(a, 2).swapaxes(0, 1),
    8: lambda a: np.rot90(a, 1),
}


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "JPEG"])
def test_exif_orientation(orientation, kind, load_raster, encoded):
    values = np.zeros((32, 48, 3), np.uint8)
    values[:16, :24], values[:16, 24:], values[16:, :24] = (255, 0, 0), (0, 255, 0), (0, 0, 255)
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if kind == "WEBP" else {"quality": 100, "subsampling": 0}
    picture = load_raster(encoded(Image.fromarray(values), kind, exif=exif, **options))
    expected = TURNS[orientation](values)
    assert picture.size == (expected.shape[1], expected.shape[0])
    assert abs(levels(picture).astype(int) - expected).max() < 4


def test_broken_exif_is_ignored(load_raster, encoded):
    data = encoded(
        Image.fromarray(noise()), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\x01\x12"
    )
    assert load_raster(data).size == (40, 30)


def swapped_profile():
    """An ICC profile like sRGB, but with the primaries of red and green exchanged."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data = data.replace("sRGB".encode("utf-16-be"), "mine".encode("utf-16-be"))
    at = {bytes(data[i : i + 4]): i for i in range(132, 132 + 12 * data[131], 12)}
    red, green = at[b"rXYZ"], at[b"gXYZ"]
    data[red : red + 4], data[green : green + 4] = data[green : green + 4], data[red : red + 4]
    return bytes(data)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_profile_is_converted_to_srgb(mode, load_raster, encoded):
    values = noise()
    image = Image.fromarray(values).convert(mode)
    picture = load_raster(encoded(image, icc_profile=swapped_profile()))
    assert abs(levels(picture).astype(int) - values[..., [1, 0, 2]]).max() <= 2


def test_broken_profile_is_ignored(load_raster, encoded):
    values = noise()
    for profile in (b"nonsense", swapped_profile()[:200], swapped_profile()[:-300]):
        picture = load_raster(encoded(Image.fromarray(values), icc_profile=profile))
        assert picture.size == (40, 30)


def test_profile_of_another_colour_space_is_ignored(load_raster, encoded):
    values = noise(bands=1)
    picture = load_raster(encoded(Image.fromarray(values), icc_profile=swapped_profile()))
    assert picture.pixels.shape == (3, 30, 40)


def test_animation_gives_its_first_frame(load_raster, encoded):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "lime", "blue")]
    for kind in ("GIF", "WEBP", "PNG"):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True)
        assert levels(load_raster(data))[3, 3].tolist() == [255, 0, 0]


# --- sizes ------------------------------------------------------------------------------------


def test_natural_size_is_kept_up_to_a_limit(load_raster, encoded):
    assert load_raster(encoded(Image.new("RGB", (30, 20)))).size == (30, 20)
    assert load_raster(encoded(Image.new("RGB", (3000, 2000)))).size == (1024, 683)


def test_longest_side_and_both_sides(load_raster, encoded):
    data = encoded(Image.new("RGB", (30, 20)))
    assert load_raster(data, Size(90)).size == (90, 60)
    assert load_raster(data, Size(50, 70)).size == (50, 70)


def test_lanczos_in_floats(load_raster, encoded):
    values = noise(90, 60) // 2 + 64  # room to overshoot: 8 bits would cut it off
    picture = load_raster(encoded(Image.fromarray(values)), Size(30))
    expected = Image.fromarray(values).resize((30, 20), Image.Resampling.LANCZOS)
    difference = picture.pixels.permute(1, 2, 0).numpy() * 255 - np.asarray(expected)
    assert abs(difference).max() < 1.01  # Pillow's own was rounded twice
    assert abs(difference).max() > 0.05  # and ours never


def test_another_aspect_takes_the_middle(load_raster, encoded):
    image = Image.new("RGB", (200, 100), "red")
    image.paste((0, 0, 255), (50, 0, 150, 100))
    pixels = levels(load_raster(encoded(image), Size(40, 40)))
    assert (pixels[:, 4:-4] == (0, 0, 255)).all()
    assert (pixels[..., 2] > 200).all()


def test_huge_pictures_shrink_alike(load_raster, encoded):
    ramp = np.tile(np.linspace(0, 255, 8000, dtype=np.uint8), (4500, 1))
    picture = load_raster(encoded(Image.fromarray(ramp), compress_level=1), Size(80))
    expected = (np.arange(80) + 0.5) / 80
    assert np.allclose(picture.pixels[0, 20].numpy()[2:-2], expected[2:-2], atol=0.004)


def test_tiny_and_narrow_pictures(load_raster, encoded):
    dot = encoded(Image.new("RGB", (1, 1), (255, 0, 0)))
    with pytest.raises(BadInput, match=r"photo\.png is too small to dream: 1 x 1 .*--size"):
        load_raster(dot)
    assert (levels(load_raster(dot, Size(64))) == (255, 0, 0)).all()
    line = encoded(Image.new("RGB", (900, 2)))
    with pytest.raises(BadInput, match="too narrow"):
        load_raster(line)
    assert load_raster(line, Size(64, 32)).size == (64, 32)
    with pytest.raises(BadInput, match="too small"):
        load_raster(line, Size(8, 8))


# --- what cannot be used ----------------------------------------------------------------------


def test_empty_and_foreign_files(load_raster):
    with pytest.raises(BadInput, match=r"photo\.png is empty"):
        load_raster(b"")


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (0, 0)])
def test_no_pixels(size, load_raster, encoded):
    with pytest.raises(BadInput, match=r"photo\.png"):
        load_raster(png(*size, 8, 2, [b""]))
    gif = bytearray(encoded(Image.new("RGB", (20, 20)), "GIF"))
    frame = gif.index(b",", 13)  # the first frame has a size of its own
    gif[6:10] = gif[frame + 5 : frame + 9] = struct.pack("<HH", *size)
    with pytest.raises(BadInput, match=r"photo\.png"):
        load_raster(bytes(gif), Size(20))


@pytest.mark.parametrize("side", [20_000, 50_000, 2**31 - 1])
def test_gigapixels_are_refused_undecoded(side, load_raster):
    with pytest.raises(BadInput, match="200 megapixels"):
        load_raster(png(side, side, 8, 2, [b""]))


@pytest.mark.parametrize("kind", RASTER)
def test_cut_short_or_garbled_is_one_sentence(kind, load_raster, encoded):
    whole = encoded(Image.fromarray(noise(64, 48)), kind)
    cuts = [whole[:end] for end in np.linspace(24, len(whole) - 1, 40, dtype=int)]
    garbled = []
    for _ in range(40):
        data = bytearray(whole)
        data[RNG.integers(24, len(data))] = RNG.integers(256)
        garbled.append(bytes(data))
    refusals = []
    for data in cuts + garbled:
        try:
            assert torch.isfinite(load_raster(data).pixels).all()
        except BadInput as error:
            refusals.append(str(error))
    assert all(re.fullmatch(r"photo\.png .*", refusal) for refusal in refusals)
    assert len(refusals) >= 30  # most cuts; a changed pixel is no damage


def test_picture_of_a_pillow_image():
    values = noise()
    image = Image.fromarray(values)
    assert (levels(Raster().picture_of(image, None, "it")) == values).all()
    deep = Image.fromarray(np.full((20, 20), 0.001, np.float32))
    assert Raster().picture_of(deep, None, "it").pixels.mean().item() == pytest.approx(0.001)
