import struct
import subprocess
import sys
import zlib
from random import Random

import pytest
from PIL import Image

from dreamgen.errors import DreamError
from dreamgen.outputs.stills.by_suffix import BY_SUFFIX, Jpeg
from dreamgen.recipe.embedding.embed import extract_recipe

RECIPES = {
    "plain": 'seed = 1\nobjective = "layer(3)"\n',
    "unicode": 'input = "Größe 龍 🦖.svg"\r\n\t# "quoted" \\ &<>\n',
    "long": "x = 1\n" * 10_000,
    "long unicode": "é龍" * 11_000,
}


@pytest.mark.parametrize("suffix", BY_SUFFIX)
@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("alpha", [False, True])
def test_round_trip(suffix, name, alpha, frame, tmp_path):
    path = tmp_path / f"x{suffix}"
    BY_SUFFIX[suffix]().write([frame(alpha=alpha)], path, RECIPES[name])
    assert BY_SUFFIX[suffix].read_recipe(path) == RECIPES[name]
    Image.open(path).load()


def test_too_long_for_jpeg_only(frame, tmp_path):
    with pytest.raises(DreamError, match="JPEG file holds"):
        Jpeg().write([frame()], tmp_path / "x.jpg", "x" * 66_000)
    for suffix in (".png", ".webp", ".tif", ".avif"):
        path = tmp_path / f"x{suffix}"
        BY_SUFFIX[suffix]().write([frame()], path, "x" * 300_000)
        assert len(BY_SUFFIX[suffix].read_recipe(path)) == 300_000


@pytest.mark.parametrize("suffix", BY_SUFFIX)
def test_a_picture_without_a_recipe(suffix, tmp_path):
    path = tmp_path / f"mine{suffix}"
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0a day at the sea"
    options = {} if suffix.startswith(".tif") else {"exif": exif}
    Image.new("RGB", (20, 20)).save(path, **options)
    assert BY_SUFFIX[suffix].read_recipe(path) is None


def test_files_that_are_no_pictures(tmp_path):
    (tmp_path / "a.png").write_text("hello")
    for path in (tmp_path / "a.png", tmp_path / "b.png", tmp_path):
        assert extract_recipe(path, "PNG") is None


def test_a_picture_of_another_format_is_left_to_its_own_output(frame, tmp_path):
    path = tmp_path / "x.webp"
    BY_SUFFIX[".webp"]().write([frame()], path, "seed = 1\n")
    assert extract_recipe(path, "PNG") is None
    assert extract_recipe(path, "WEBP") == "seed = 1\n"


def test_another_program_finds_it_too(frame, tmp_path):
    """The PNG standard's own words for it: chunk iTXt, key, no compression, UTF-8."""
    path = tmp_path / "x.png"
    BY_SUFFIX[".png"]().write([frame()], path, RECIPES["unicode"])
    chunk = b"iTXtdreamgen\0\0\0\0\0" + RECIPES["unicode"].encode()
    assert chunk in path.read_bytes()


def test_listing_the_outputs_and_loaders_is_cheap():
    code = (
        "import sys, dreamgen.outputs.stills.by_suffix, dreamgen.outputs.stills.compare, "
        "dreamgen.recipe.embedding.embed, dreamgen.render.saving.read_recipe, "
        "dreamgen.loaders.svg.loader, dreamgen.loaders.raster.loader; "
        "print([name for name in ('torch', 'numpy', 'PIL', 'resvg_py') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def png_with(*chunks: tuple[bytes, bytes]) -> bytes:
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 14_000, 14_000, 8, 2, 0, 0, 0)), *chunks]
    bodies = [struct.pack(">I", len(data)) + kind + data + b"\0" * 4 for kind, data in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(bodies)


@pytest.mark.parametrize(
    "chunk",
    [
        (b"tEXt", b"dreamgen\0seed = 1\n"),
        (b"zTXt", b"dreamgen\0\0" + zlib.compress(b"seed = 1\n")),
        (b"iTXt", b"dreamgen\0\0\0en\0Rezept\0seed = 1\n"),
        (b"iTXt", b"dreamgen\0\1\0\0\0" + zlib.compress(b"seed = 1\n")),
    ],
)
def test_any_kind_of_text_is_read_wherever_it_stands_and_no_pixel_is(chunk, tmp_path):
    """Programs that write a file anew may pack the text, or move it; of pixels this file has none."""
    other = (b"tEXt", b"Comment\0hello")
    (tmp_path / "x.png").write_bytes(png_with(other, (b"IDAT", b"\0" * 99), chunk))
    assert extract_recipe(tmp_path / "x.png", "PNG") == "seed = 1\n"


@pytest.mark.parametrize(
    "chunk",
    [
        (b"zTXt", b"dreamgen\0\0" + zlib.compress(bytes(50 << 20))),
        (b"iTXt", b"dreamgen\0\1\0\0\0" + zlib.compress(bytes(50 << 20))),
        (b"iTXt", b"dreamgen\0\0\0\0\0" + bytes(5 << 20)),
        (b"zTXt", b"dreamgen\0\0no zlib"),
        (b"iTXt", b"dreamgen"),
    ],
)
def test_a_bomb_and_a_broken_text_are_no_recipe_but_the_next_one_is(chunk, tmp_path):
    path = tmp_path / "x.png"
    path.write_bytes(png_with(chunk))
    assert extract_recipe(path, "PNG") is None
    path.write_bytes(png_with(chunk, (b"tEXt", b"dreamgen\0seed = 1\n")))
    assert extract_recipe(path, "PNG") == "seed = 1\n"


@pytest.mark.parametrize("suffix", BY_SUFFIX)
def test_a_garbled_file_gives_text_or_nothing(suffix, frame, tmp_path):
    path = tmp_path / f"x{suffix}"
    BY_SUFFIX[suffix]().write([frame()], path, "seed = 1\n")
    whole, random = path.read_bytes(), Random(1)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(random.choice((1, 4, 40))):
            data[random.randrange(len(data))] = random.choice((0, 255, random.randrange(256)))
        path.write_bytes(data[: random.choice((len(data), random.randrange(len(data))))])
        assert isinstance(BY_SUFFIX[suffix].read_recipe(path), str | None)
