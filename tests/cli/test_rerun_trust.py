"""A recipe inside somebody else's picture grants nothing: rerun refuses in one sentence."""

from __future__ import annotations

import hashlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

QUICK = "size = 64\nsteps = 1\n[octaves]\ncount = 1\n"


def write_picture(path, recipe: str) -> None:
    """Write a PNG that carries a recipe, as anybody could."""
    chunks = PngInfo()
    chunks.add_itxt("dreamgen", recipe)
    Image.new("RGB", (64, 64), "teal").save(path, pnginfo=chunks)


@pytest.mark.parametrize(
    ("recipe", "told"),
    [
        ('weights = "mine.pth"', "the recipe would read mine.pth: if you trust x.png, add --trust"),
        ('mask = "mine.png"', "the recipe would read mine.png: if you trust"),
        ("objective = \"guide('mine.png')\"", "the recipe would read mine.png"),
        ('backbone = "mine.safetensors"', "the recipe would read mine.safetensors"),
        ('backbone = "file(mine.safetensors)"', "the recipe would read mine.safetensors"),
        ('backbone = "local-dir:mine"', "the recipe would read"),
    ],
)
def test_no_other_file_is_read(user, recipe, told):
    write_picture(user.folder / "x.png", f'input = "noise"\n{recipe}\n{QUICK}')
    assert told in user.is_told("rerun", "x.png", "-q")


@pytest.mark.parametrize("backbone", ["resnet50", "timm(resnet50)", "torchvision(resnet18)"])
def test_nothing_is_downloaded(user, backbone):
    write_picture(user.folder / "x.png", f'input = "noise"\nbackbone = "{backbone}"\n{QUICK}')
    environment = {"HF_HUB_OFFLINE": "0", "HF_ENDPOINT": "http://127.0.0.1:9"}
    told = user.is_told("rerun", "x.png", "-q", **environment)
    assert f"would download the weights of {backbone}: if you trust x.png, add --trust" in told


@pytest.mark.parametrize("name", ["dream()", "dream(): a cat.png", "--run-script", "x.png"])
def test_no_script_is_run_whatever_the_picture_is_called(user, name):
    script = user.folder / "plot.py"
    script.write_text("open('ran', 'w').close()\n")
    digest = hashlib.sha256(script.read_bytes()).hexdigest()[:16]
    recipe = f'input = "plot.py"\n{QUICK}[loader]\nrun_script = true\n[made]\n'
    write_picture(user.folder / "made.png", f'{recipe}input_sha256 = "{digest}"\n')
    (user.folder / "made.png").rename(user.folder / name)
    told = user.is_told("rerun", "-q", "-o", "out.png", "--", name)
    assert "plot.py" in told
    assert not (user.folder / "ran").exists()


def test_an_input_that_is_another_file_is_not_read_unless_it_is_named(user):
    Image.new("RGB", (64, 64), "red").save(user.folder / "photo.png")
    recipe = f'input = "photo.png"\n{QUICK}'
    for made in ("", '[made]\ninput_sha256 = "0123456789abcdef"\n'):
        write_picture(user.folder / "x.png", recipe + made)
        told = user.is_told("rerun", "x.png", "-q")
        assert "photo.png is not the file that it was made from" in told
        assert "--input photo.png" in told
    user.gets("rerun", "x.png", "--input", "photo.png", "-o", "y.png", "-q")
    user.gets("rerun", "x.png", "--trust", "-o", "z.png", "-q")


def test_trust_lets_a_recipe_read_its_mask(user):
    Image.new("L", (64, 64), 255).save(user.folder / "mine.png")
    write_picture(user.folder / "x.png", f'input = "noise"\nmask = "mine.png"\n{QUICK}')
    user.gets("rerun", "x.png", "--trust", "-o", "y.png", "-q")


@pytest.mark.parametrize("made", ["made = 3", "[made]\nthreads = true", "[made]\nzzz = nan"])
def test_a_strange_table_of_provenance_is_no_traceback(user, made):
    parts = ("made = 3\n", QUICK) if made == "made = 3" else ("", f"{QUICK}{made}\n")
    write_picture(user.folder / "x.png", f'input = "noise"\n{parts[0]}{parts[1]}')
    done = user.types("rerun", "x.png", "-o", "y.png", "-q")
    assert "Traceback" not in done.stderr.decode()
    assert done.returncode == (2 if made == "made = 3" else 0)
