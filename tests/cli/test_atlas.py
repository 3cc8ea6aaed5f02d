import base64
import html
import io
import re
import shlex

import numpy as np
import pytest
from PIL import Image

CELL = r'data-command="([^"]+)"><img alt="([^"]+)"[^>]+base64,([^"]+)"'
QUICK = ("--size", 64, "--steps", 2, "--octaves", 1)


def find(part: np.ndarray, whole: np.ndarray) -> list[tuple[int, int]]:
    """Return every place, row and column, at which a picture lies in a larger one."""
    height, width = part.shape[:2]
    rows, columns = whole.shape[0] - height + 1, whole.shape[1] - width + 1
    likely = np.argwhere((whole[:rows, :columns] == part[0, 0]).all(-1))
    return [(y, x) for y, x in likely if (whole[y : y + height, x : x + width] == part).all()]


def read(path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB"))


def test_each_picture_is_the_render_of_its_channel(user):
    out = user.gets("atlas", "--layer", 2, "--channels", "5,9", *QUICK, "-q", "-o", "atlas.png")
    assert out == "atlas.png\n"
    sheet = read(user.folder / "atlas.png")
    places = []
    for channel in (5, 9):
        objective = ("--objective", f"channel(2, {channel})")
        user.gets("render", "noise", *QUICK, *objective, "-q", "-o", f"{channel}.png")
        places += find(read(user.folder / f"{channel}.png"), sheet)
    assert len(places) == 2
    assert places[0][1] < places[1][1]


def test_all_channels_of_a_layer(user):
    words = ("--backbone", "resnet18", "--weights", "random", "--layer", "maxpool")
    user.gets("atlas", *words, "--size", 32, "--steps", 1, "--octaves", 1, "-q", "-o", "all.html")
    captions = re.findall(r'alt="channel (\d+)"', (user.folder / "all.html").read_text())
    assert list(map(int, captions)) == list(range(64))


def test_a_page_of_concepts_tells_how_each_is_made(user):
    user.gets("atlas", "--concepts", "owl, scales", *QUICK, "-q", "-o", "page.html")
    page = (user.folder / "page.html").read_text()
    assert not re.search(r"https?:|<link|@import", page)
    cells = re.findall(CELL, page)
    assert [caption for _, caption, _ in cells] == ["owl", "scales"]
    command, _, data = cells[0]
    user.gets(*shlex.split(html.unescape(command))[1:], "-o", "owl.png")
    shown = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")).astype(int)
    assert np.abs(shown - read(user.folder / "owl.png")).mean() < 6  # WebP is lossy


def test_from_a_picture_by_a_default_name(user):
    words = ("--layer", 1, "--channels", 0, "--columns", 1)
    assert user.gets("atlas", "sample:rex", *words, *QUICK, "-q") == "rex-atlas.png\n"
    done = user.types("atlas", *words, *QUICK, "-q", "--strength", 2)
    assert done.stdout.decode() == "atlas.png\n"
    assert done.stderr.decode().count("--strength is now --step-size") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--layer", 1, "--channels", "60-64"], "has channels 0 to 63"),
        (["--concepts", "owl", "--layer", 2], "do nothing"),
        (["--concepts", "owl, owll"], "did you mean owl"),
        (["--concepts", ", "], "must be names"),
        (["--objective", "layer"], "--objective"),
        (["--layer", 1, "--columns", 3, "-o", "x.html"], "a page arranges itself"),
        (["--layer", 1, "-o", "x.gif"], "a sheet is written as .png"),
    ],
)
def test_bad_input_is_one_sentence(user, words, said):
    assert said in user.is_told("atlas", *words, *QUICK)


def test_a_sweep_may_be_a_page_too(user):
    user.gets("sweep", "sample:rex", "--layers", 1, *QUICK, "-q", "-o", "sweep.html")
    assert 'alt="the original"' in (user.folder / "sweep.html").read_text()
