"""Many renders from Python."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import dreamgen

TINY = {"size": 48, "steps": 1, "octaves": 1}


@pytest.fixture
def photos(tmp_path):
    (tmp_path / "photos").mkdir()
    for name, colour in (("a", "teal"), ("b", "plum")):
        Image.new("RGB", (48, 48), colour).save(tmp_path / f"photos/{name}.png")
    return tmp_path / "photos"


def test_a_folder_of_pictures_in_every_variant(photos, tmp_path):
    out = tmp_path / "out" / "{stem}-{seed}.png"
    outcomes = list(dreamgen.dream_all(photos, out, vary={"seed": range(2)}, **TINY))
    names = ["a-0.png", "a-1.png", "b-0.png", "b-1.png"]
    assert [outcome.path.name for outcome in outcomes] == names
    assert not any(outcome.problem for outcome in outcomes)
    alone = dreamgen.dream(str(photos / "b.png"), seed=1, **TINY)
    with Image.open(tmp_path / "out" / "b-1.png") as image:
        np.testing.assert_array_equal(image.convert("RGB"), alone.image)


def test_one_that_fails_stops_no_other(photos, tmp_path):
    (photos / "a.png").write_text("no picture")
    first, second = dreamgen.dream_all(sorted(photos.iterdir()), tmp_path / "out", **TINY)
    assert "a.png" in first.problem
    assert first.path is None
    assert second.path.is_file()


def test_what_is_there_is_kept_and_the_rest_is_made(photos, tmp_path):
    words = {"out": tmp_path / "{stem}.png", **TINY}
    list(dreamgen.dream_all(photos / "b.png", **words))
    refused = list(dreamgen.dream_all(photos, **words))
    assert [bool(outcome.path) for outcome in refused] == [True, False]
    assert refused[1].problem.endswith("overwrite=True replaces it, resume=True keeps it")
    resumed = list(dreamgen.dream_all(photos, resume=True, **words))
    assert [outcome.skipped for outcome in resumed] == [True, True]


def test_outcomes_come_as_they_are_finished(photos, tmp_path):
    outcomes = dreamgen.dream_all(photos, tmp_path / "out", **TINY)
    next(outcomes)
    assert len(list((tmp_path / "out").iterdir())) == 1
    outcomes.close()
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_zooms_too(tmp_path):
    words = {"seconds": 0.5, "fps": 4, **TINY}
    (outcome,) = dreamgen.dream_all("noise", tmp_path / "a.gif", moving=True, **words)
    with Image.open(outcome.path) as image:
        assert image.n_frames == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"step_sise": 2}, "did you mean step_size"),
        ({"vary": {"seeed": [1]}}, "there is no such key"),
        ({"on": "nowhere"}, "nowhere"),
        ({"overwrite": True, "resume": True}, "not both"),
        ({"seconds": 2}, "is for zooms"),
    ],
)
def test_mistakes_are_said_before_anything_starts(words, said, tmp_path):
    with pytest.raises(dreamgen.BadInput, match=said):
        dreamgen.dream_all("noise", tmp_path / "out", **words)
    assert not (tmp_path / "out").exists()
