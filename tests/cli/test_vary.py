import base64
import html
import io
import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

QUICK = ("--size", 64, "--steps", 1, "--octaves", 1, "-q")
CELL = re.compile(r'data-command="([^"]*)"><img alt="([^"]+)"[^>]+base64,([^"]+)"')


def read(path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


def find(part: np.ndarray, whole: np.ndarray) -> list[tuple[int, int]]:
    """Return every place, row and column, at which a picture lies in a larger one."""
    height, width = part.shape[:2]
    rows, columns = whole.shape[0] - height + 1, whole.shape[1] - width + 1
    likely = np.argwhere((whole[:rows, :columns] == part[0, 0]).all(-1))
    return [(y, x) for y, x in likely if (whole[y : y + height, x : x + width] == part).all()]


def test_a_table_has_every_combination_at_its_row_and_column(user):
    words = ("--vary", "layer=2,5", "--vary", "step_size=0.5:1.5:3")
    user.gets("render", "sample:cat", *QUICK, *words, "-o", "grid.png")
    whole, places = read("grid.png"), {}
    for layer, size in ((2, 0.5), (2, 1.5), (5, 1)):
        one = ("--layer", layer, "--step-size", size, "-o", "one.png", "--force")
        user.gets("render", "sample:cat", *QUICK, *one)
        (places[layer, size],) = find(read("one.png"), whole)
    assert places[2, 0.5][0] == places[2, 1.5][0] < places[5, 1][0]
    assert places[2, 0.5][1] < places[5, 1][1] < places[2, 1.5][1]


@pytest.mark.parametrize(
    "words",
    [
        ("noise", "--vary", "seed=1..2", "--vary", "concept=owl,skull"),
        ("sample:cat", "--vary", "preset=reptile-skin,classic", "--vary", "protect=none,text"),
        ("--vary", "input=sample:cat,noise", "--vary", "regulariser=[jitter],[tv, jitter]"),
    ],
)
def test_every_cell_of_a_page_is_what_its_command_makes(user, words):
    user.gets("render", *words, *QUICK, "-o", "grid.html")
    cells = CELL.findall(Path("grid.html").read_text())
    assert len(cells) == 4
    for number in (1, 2):  # one with the first value of the first axis, one with the second
        command, _, data = cells[number]
        typed = shlex.split(html.unescape(command))
        assert typed[:2] == ["dreamgen", "render"]
        user.gets(*typed[1:], "-q", "-o", f"{number}.png")
        shown = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
        assert np.abs(np.asarray(shown).astype(int) - read(f"{number}.png")).mean() < 6  # of WebP


@pytest.mark.parametrize(
    "words",
    [
        ("noise", "--vary", "seed=1..2", "--vary", "layer=layer4*"),
        ("sample:cat", "--vary", "preset=reptile-skin,washed", "--vary", "seed=1,2"),
        (
            "sample:cat",
            "--vary",
            "channel=6:strongest:2",
            "--vary",
            "colour=free,hue",
            "--vary",
            "seed=0,1",
        ),
    ],
)
def test_a_grid_is_made_again(user, words):
    user.gets("render", *words, *QUICK, "-o", "grid.png")
    user.gets("rerun", "grid.png", "-q", "-o", "again.png")
    assert Path("grid.png").read_bytes() == Path("again.png").read_bytes()


def test_a_grid_of_several_files_is_made_again_only_on_trust(user):
    for name in ("a b.png", "c.png"):
        Image.new("RGB", (64, 64), "teal").save(name)
    user.gets("render", "a b.png", "c.png", *QUICK, "--vary", "seed=1,2", "-o", "grid.png")
    assert "--trust" in user.is_told("rerun", "grid.png", "-q", "-o", "again.png")
    user.gets("rerun", "grid.png", "-q", "--trust", "-o", "again.png")
    assert Path("grid.png").read_bytes() == Path("again.png").read_bytes()


def test_as_files_each_is_the_render_of_its_values(user):
    Path("d").mkdir()
    out = user.gets(
        "render", "sample:cat", *QUICK, "--vary", "seed=1..2", "--vary", "layer=3,6", "-o", "d"
    )
    names = [f"d/cat-dream-seed-{seed}-layer-{layer}.png" for seed in (1, 2) for layer in (3, 6)]
    assert out.split() == names
    user.gets("render", "sample:cat", *QUICK, "--seed", 2, "--layer", 3, "-o", "one.png")
    assert np.abs(read("one.png") - read(names[2])).max() <= 1


def test_a_template_may_hold_what_varies(user):
    words = ("--vary", "concept=owl,skull", "-o", "{concept}-{seed}.png")
    assert user.gets("render", "sample:cat", *QUICK, *words).split() == ["owl-0.png", "skull-0.png"]


def test_channels_and_patterns_are_looked_up_for_files_too(user):
    Path("d").mkdir()
    words = ("--vary", "channel=6:strongest:2", "-o", "d")
    out = user.gets("render", "sample:cat", *QUICK, *words).split()
    assert len(out) == 2
    assert all(re.fullmatch(r"d/cat-dream-channel-6-\d+\.png", name) for name in out)


def test_zooms_vary_as_files(user):
    Path("d").mkdir()
    quick = ("--size", 48, "--steps", 1, "--seconds", 0.1, "--fps", 20, "-q")
    out = user.gets("zoom", "sample:cat", *quick, "--vary", "speed=2,4", "-o", "d")
    assert out.split() == ["d/cat-dream-speed-2.gif", "d/cat-dream-speed-4.gif"]


def test_a_sweep_over_two_axes_has_the_original_beside_them(user):
    words = ("--layers", "2-3", "--vary", "seed=1..2", "-o", "sweep.html")
    user.gets("sweep", "sample:cat", *QUICK, *words)
    captions = [caption for _, caption, _ in CELL.findall(Path("sweep.html").read_text())]
    assert captions == ["the original"] + [f"layer {n} · seed {m}" for n in (2, 3) for m in (1, 2)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("render", "--vary", "lyer=1,2", "-o", "x.png"), "did you mean layer"),
        (("render", "--vary", "seed=1,two", "-o", "x.png"), "--vary seed=two: seed"),
        (("render", "--vary", "optimiser.sise=1,2", "-o", "x.png"), "sise"),
        (("render", "--vary", "layer=1,99", "-o", "x.png"), "99"),
        (("render", "--vary", "seed=1..9999", "-o", "x.png"), "4096 pictures at most"),
        (("render", "--vary", "seed=1,2", "-o", "x.gif"), "a sheet is written as"),
        (("render", "--vary", "seed=1,2", "--dry-run", "-o", "x.png"), "--dry-run"),
        (("render", "--vary", "seed=1,2", "--resume", "--force", "-o", "x.png"), "--resume"),
        (("sweep", "--layers", 1, "--resume"), "say with -o"),
        (("render", "--columns", 2, "-o", "x.png"), "--columns"),
        (
            ("render", "--vary", "seed=1,2", "--vary", "layer=1,2", "--columns", 2, "-o", "x.png"),
            "table",
        ),
        (("render", "--vary", "preset=nosuch,washed", "-o", "x.png"), "no preset 'nosuch'"),
        (
            ("render", "--vary", "layer=1,2", "--objective", "channel(3, 1)", "-o", "x.png"),
            "do nothing",
        ),
        (("zoom", "--vary", "seed=1,2", "-o", "x.gif"), "x-{stem}-{seed}.gif"),
        (("zoom", "--vary", "seed=1,2", "-o", "x.html"), "the suffix '.html' is none of"),
        (("render", "--vary", "seed=1,2", "--vary", "seed=3", "-o", "x.png"), "given twice"),
        (("render", "--vary", "step_size=1:1:3", "-o", "x.png"), "step_size=1:1:3: must be 2"),
        (("render", "--vary", "output.compression=1,9", "-o", "x.png"), "a sheet is one file"),
        (("sweep", "--vary", "output=png,jpeg"), "a sheet is one file"),
        (("sweep", "--channels", "6"), "--channels 6: must be"),
        (("sweep", "--layers", "6-1"), "--layers: 6-1: a range runs upwards"),
    ],
)
def test_bad_input_is_one_sentence(user, words, said):
    assert said in user.is_told(words[0], "sample:cat", *words[1:], *QUICK)


def test_a_sheet_may_not_replace_one_of_its_inputs(user):
    Image.new("RGB", (64, 64), "teal").save("a.png")
    words = ("--vary", "input=sample:cat,a.png", "-o", "a.png", "--force")
    assert "choose another name" in user.is_told("render", *QUICK, *words)
