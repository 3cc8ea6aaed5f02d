import numpy as np
import pytest
import torch
from PIL import Image

from dreamgen.errors import DreamError
from dreamgen.imaging.picture import Frame
from dreamgen.outputs.stills.by_suffix import BY_SUFFIX
from dreamgen.outputs.stills.compare import Compare

PAIR = Frame(torch.zeros(3, 40, 100), source=torch.full((3, 40, 100), 0.2))


def written(output, frame, path):
    output.write([frame], path, "seed = 1\n")
    return np.asarray(Image.open(path).convert("RGB"))


def test_source_gap_dream(tmp_path):
    values = written(Compare(gap=0.05), PAIR, tmp_path / "x.png")
    assert values.shape == (40, 205, 3)
    assert (values[:, :100] == 51).all()
    assert (values[:, 100:105] == 255).all()
    assert (values[:, 105:] == 0).all()


def test_one_below_the_other(tmp_path):
    values = written(Compare(layout="column", gap=0), PAIR, tmp_path / "x.png")
    assert values.shape == (80, 100, 3)
    assert (values[:40] == 51).all()
    assert (values[40:] == 0).all()


@pytest.mark.parametrize("suffix", BY_SUFFIX)
def test_any_still_format_with_the_recipe(suffix, tmp_path):
    path = tmp_path / f"x{suffix}"
    assert written(Compare(), PAIR, path).shape == (40, 201, 3)
    assert Compare.read_recipe(path) == "seed = 1\n"


def test_transparency_is_paper(frame, tmp_path):
    values = written(Compare(gap=0), frame(alpha=True), tmp_path / "x.png")
    assert (values[0, 48] == 255).all()


def test_a_source_of_another_size_is_fitted(tmp_path):
    frame = Frame(torch.zeros(3, 40, 60), source=torch.ones(3, 20, 30))
    assert written(Compare(gap=0), frame, tmp_path / "x.png").shape == (40, 120, 3)


def test_what_cannot_be_compared(tmp_path):
    with pytest.raises(DreamError, match="had no source"):
        Compare().write([Frame(torch.zeros(3, 9, 9))], tmp_path / "x.png", "")
