"""Films as a user dreams them."""

from __future__ import annotations

import os
import signal

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("cv2")

QUICK = ("--size", 64, "--steps", 1, "--octaves", 1, "-q")


@pytest.fixture
def clip(tmp_path):
    noise = np.random.default_rng(3).random((20, 30, 3))
    whole = Image.fromarray((noise * 255).astype(np.uint8)).resize((150, 100), Image.BICUBIC)
    frames = [whole.crop((2 * k, 0, 2 * k + 128, 96)) for k in range(5)]
    frames[0].save(tmp_path / "clip.gif", save_all=True, append_images=frames[1:], duration=100)
    return "clip.gif"


def count_frames(path):
    with Image.open(path) as image:
        return image.n_frames


def test_a_film_is_dreamed_and_makes_itself_again(here, clip, tmp_path):
    words = ("--from", "0:00.1", "--every", 2, "-o", "a.webp")
    assert here("film", clip, *QUICK, *words)[:2] == (0, "a.webp\n")
    assert count_frames(tmp_path / "a.webp") == 4
    recipe = here("recipe", "a.webp")[1]
    assert "start = 0.1" in recipe
    assert here("rerun", "a.webp", "-q", "-o", "b.webp")[0] == 0
    assert (tmp_path / "a.webp").read_bytes() == (tmp_path / "b.webp").read_bytes()


def test_a_film_that_was_stopped_goes_on(here, clip, tmp_path, monkeypatch):
    """It is stopped in its third frame; the file plays, and the rest comes out as in one go."""
    from dreamgen.engine.film.dreamer import Dreamer

    assert here("film", clip, *QUICK, "-o", "whole.webp")[0] == 0
    follow, followed = Dreamer.follow, []

    def stop_in_third(*given):
        followed.append(given)
        if len(followed) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return follow(*given)

    monkeypatch.setattr(Dreamer, "follow", stop_in_third)
    code, _, told = here("film", clip, *QUICK, "-o", "again.webp")
    assert code == 130
    assert told.endswith("the same command with --resume goes on\n")
    done = count_frames(tmp_path / "again.webp")
    assert 1 <= done < 5
    followed = [*range(9)]  # stop no more
    assert here("film", clip, *QUICK, "-o", "again.webp", "--resume")[:2] == (0, "again.webp\n")
    assert len(followed) == 9 + 5 - done
    assert (tmp_path / "again.webp").read_bytes() == (tmp_path / "whole.webp").read_bytes()


def test_the_recipe_of_a_dry_run_is_a_film(here, clip):
    code, told, _ = here("film", clip, "--to", "0:00.3", "--new", 0.5, "--dry-run")
    assert code == 0
    assert "[film]" in told
    assert "stop = 0.3" in told
    assert "[zoom]" not in told


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nothing.mp4",), "nothing.mp4: there is no such file or folder"),
        (("clip.gif", "--from", "7"), "lasts 0.50 s"),
        (("clip.gif", "--to", "later"), "must be a time, as 12.5 in seconds, 0:12 or 1:02:03"),
        (("clip.gif", "-o", "a.png"), "the suffix '.png' is none of"),
        (("clip.gif", "--every", "0"), "--every: film.every = 0: must be greater than"),
        (("clip.gif", "--to", "-1"), "--to: film.stop"),
        (("",), "no film is given"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(here, clip, words, message):
    code, told, problem = here("film", *words)
    assert (code, told) == (2, "")
    assert message in problem
    assert problem.count("\n") == 1
