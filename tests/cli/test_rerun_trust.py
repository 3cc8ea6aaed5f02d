"""A recipe inside somebody else's picture grants nothing: rerun refuses in one sentence."""

from __future__ import annotations

import hashlib

import pytest
from huggingface_hub import constants
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
def test_nothing_is_downloaded(user, backbone, monkeypatch):
    write_picture(user.folder / "x.png", f'input = "noise"\nbackbone = "{backbone}"\n{QUICK}')
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    told = user.is_told("rerun", "x.png", "-q")
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


def test_an_input_whose_name_no_file_can_have_is_missing(user):
    write_picture(user.folder / "x.png", f'input = "{"a" * 300}.png"\n{QUICK}')
    assert "which is not here: name it with --input" in user.is_told("rerun", "x.png", "-q")


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


def test_a_file_that_the_user_names_is_read_without_trust(here, tmp_path):
    Image.new("L", (64, 64), 255).save(tmp_path / "mine.png")
    write_picture(tmp_path / "x.png", f'input = "noise"\n{QUICK}')
    assert here("rerun", "x.png", "-q", "-o", "y.png", "--set", "mask=mine.png")[0] == 0
    guide = "objective=guide('mine.png')"
    assert here("rerun", "x.png", "-q", "-o", "z.png", "--set", guide)[0] == 0
    write_picture(tmp_path / "w.png", f'input = "noise"\nmask = "other.png"\n{QUICK}')
    code, _, told = here("rerun", "w.png", "-q", "-o", "v.png", "--set", guide)
    assert (code, "the recipe would read other.png" in told) == (2, True), told


@pytest.mark.parametrize(
    ("objective", "name"),
    [
        ("style('mine')", "mine"),
        ("style('mine/a.png')", "mine/a.png"),
        ("direction('mine/v.csv')", "mine/v.csv"),
        ("layer(3, where='mine/a.png')", "mine/a.png"),
    ],
)
def test_no_file_of_an_objective_is_read_unless_the_user_names_it(here, tmp_path, objective, name):
    (tmp_path / "mine").mkdir()
    Image.new("L", (64, 64), 255).save(tmp_path / "mine" / "a.png")
    numbers = " ".join(str(number) for number in range(256))
    (tmp_path / "mine" / "v.csv").write_text(numbers)
    write_picture(
        tmp_path / "x.png", f'input = "noise"\nobjective = "{objective}"\nlayer = 5\n{QUICK}'
    )
    code, _, told = here("rerun", "x.png", "-q", "-o", "y.png")
    assert (code, f"the recipe would read {name}: if you trust" in told) == (2, True), told
    assert here("rerun", "x.png", "-q", "-o", "y.png", "--set", f"objective={objective}")[0] == 0


@pytest.mark.parametrize(
    ("recipe", "setting", "told"),
    [
        ("[loader]\npatience = 1000", "loader.patience=1000", "loader.patience to 1000, beyond"),
        ('memory = "900000GB"', "memory=900000GB", "memory to 9.216e+08MB, beyond the usual"),
    ],
)
def test_a_limit_is_lifted_by_the_user_alone(here, tmp_path, recipe, setting, told):
    parts = (recipe, "") if recipe.startswith("memory") else ("", recipe)
    text = f'input = "sample:bars"\n{parts[0]}\n{QUICK}{parts[1]}\n'
    write_picture(tmp_path / "x.png", text)
    code, _, said = here("rerun", "x.png", "-q", "-o", "y.png")
    assert (code, f"the recipe sets {told}" in said) == (2, True), said
    assert here("rerun", "x.png", "-q", "-o", "y.png", "--set", setting)[0] == 0
    assert here("rerun", "x.png", "-q", "-o", "z.png", "--trust")[0] == 0


def test_a_mask_that_has_changed_is_said(here, tmp_path):
    mask = tmp_path / "mask.png"
    Image.new("L", (64, 64), 255).save(mask)
    words = ("render", "noise", "--size", 64, "--steps", 1, "--octaves", 1, "-q")
    assert here(*words, "--mask", "mask.png", "-o", "x.png")[0] == 0
    assert here("rerun", "x.png", "-q", "--trust", "-o", "y.png") == (0, "y.png\n", "")
    Image.new("L", (64, 64), 200).save(mask)
    code, _, told = here("rerun", "x.png", "-q", "--trust", "-o", "z.png")
    assert (code, told) == (0, "dreamgen: mask.png has changed, so pixels may differ\n")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("sweep", "sample:cat", "--layers", "1,3", "--closeup", "0.4,0.3,0.2"), "a.png"),
        (("atlas", "--layer", 2, "--channels", "5,9", "--columns", 1), "a.png"),
        (("atlas", "--concepts", "owl, skull"), "a.html"),
        (("render", "sample:cat"), "slider.html"),
    ],
)
def test_a_sheet_is_made_again_and_not_one_picture(here, tmp_path, words, name):
    again = tmp_path / f"again{(tmp_path / name).suffix}"
    size = ("--size", 64, "--steps", 1, "--octaves", 1, "-q")
    assert here(*words, *size, "-o", name)[0] == 0
    assert here("rerun", name, "-q", "-o", again.name) == (0, f"{again.name}\n", "")
    assert again.read_bytes() == (tmp_path / name).read_bytes()
