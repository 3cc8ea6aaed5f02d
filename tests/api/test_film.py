"""Films from Python."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

import dreamgen

pytest.importorskip("cv2")

TINY = {"size": 64, "steps": 2, "octaves": {"count": 1}}
RATE = 10


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """A GIF of six frames, panned by three pixels each."""
    path = tmp_path_factory.mktemp("film") / "clip.gif"
    noise = np.random.default_rng(3).random((20, 36, 3))
    whole = Image.fromarray((noise * 255).astype(np.uint8)).resize((180, 100), Image.BICUBIC)
    frames = [whole.crop((3 * k, 0, 3 * k + 129, 97)) for k in range(6)]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=1000 // RATE)
    return path


def test_a_film_is_dreamed_frame_after_frame(clip):
    film = dreamgen.film(clip, **TINY)
    frames = list(film)
    assert len(film) == len(frames) == 6
    assert frames[0].pixels.shape == (3, 48, 64)
    assert frames[0].seconds == pytest.approx(1 / RATE)
    again = list(film)
    assert all(torch.equal(a.pixels, b.pixels) for a, b in zip(frames, again, strict=True))
    for frame in frames:
        assert float((frame.pixels.mean() - frame.source.mean()).abs()) < 0.01
        assert float((frame.pixels - frame.source).abs().mean()) > 0.01


def test_what_comes_in_is_dreamed_in_the_frames_between_too(clip):
    frames = list(dreamgen.film(clip, **TINY, film={"every": 6}))
    change = (frames[5].pixels - frames[5].source).abs().mean((0, 1))
    assert float(change[-5:].mean()) > 0.01  # five frames brought in seven pixels


def test_a_part_of_it_at_another_rate(clip):
    film = dreamgen.film(clip, **TINY, film={"start": 0.2, "stop": "0:00.4", "fps": 20})
    assert len(film) == 4
    whole = dreamgen.film(clip, **TINY, film={"steps": 0, "past": 0})
    third = list(whole)[2]
    assert torch.equal(next(iter(film)).source, third.source)


def test_a_film_is_saved_and_says_how_it_was_made(clip, tmp_path):
    film = dreamgen.film(clip, **TINY, film={"every": 2})
    film.save(tmp_path / "a.webp")
    with Image.open(tmp_path / "a.webp") as image:
        assert (image.n_frames, image.size) == (6, (64, 48))
    recipe = dreamgen.extract_recipe(tmp_path / "a.webp", "WEBP")
    assert "[film]" in recipe
    assert "every = 2" in recipe


def test_masks_may_be_films_too(clip, tmp_path):
    left, right = Image.new("L", (64, 48)), Image.new("L", (64, 48))
    left.paste(255, (0, 0, 32, 48))
    right.paste(255, (32, 0, 64, 48))
    path = tmp_path / "mask.gif"
    left.save(path, save_all=True, append_images=[left, left, right, right, right], duration=100)
    frames = list(dreamgen.film(clip, **TINY, mask=str(path)))
    changes = [(frame.pixels - frame.source).abs().mean((0, 1)) for frame in frames]
    for number, change in enumerate(changes):
        inside, outside = (slice(0, 28), slice(36, 64))[:: 1 if number < 3 else -1]
        assert float(change[outside].mean()) < 0.003 < 0.005 < float(change[inside].mean())


def test_a_film_keeps_its_transparency(tmp_path):
    frames = []
    for green in (0, 40, 80):
        values = np.full((48, 64, 4), (200, green, 30, 255), np.uint8)
        values[:, :20, 3] = 0
        frames.append(Image.fromarray(values))
    frames[0].save(tmp_path / "a.png", save_all=True, append_images=frames[1:], duration=100)
    dreamgen.film(tmp_path / "a.png", **TINY).save(tmp_path / "b.webp")
    with Image.open(tmp_path / "b.webp") as image:
        for number in range(image.n_frames):
            image.seek(number)
            alpha = np.asarray(image.convert("RGBA"))[..., 3]
            assert alpha[:, :16].max() < 20 < 235 < alpha[:, 24:].min()


def test_the_last_frame_can_be_asked_for(clip):
    assert len(list(dreamgen.film(clip, **TINY, film={"start": 0.59}))) == 1


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"film": {"start": 9}}, "film.start: 9 s: .*clip.gif lasts 0.60 s"),
        ({"film": {"start": 2, "stop": 1}}, "film.stop: 1 s is not after the start, 2 s"),
        ({"film": {"start": "soon"}}, "must be a time, as 12.5 in seconds, 0:12 or 1:02:03"),
        ({"film": {"evry": 2}}, "did you mean every"),
        ({"size": "65x49"}, "video takes even sides only, as 66x50"),
        ({"alpha": "gradient"}, "is for stills"),
        ({"wrap": "x"}, "only stills are wrapped"),
    ],
)
def test_what_cannot_be_is_told(clip, keys, words):
    with pytest.raises(dreamgen.BadInput, match=words):
        dreamgen.film(clip, **(TINY | keys))


@pytest.mark.parametrize("name", ["noise", "sample:cat", "-", "nothing.mp4"])
def test_what_is_no_film_is_told(name):
    with pytest.raises(dreamgen.BadInput, match=f"there is no file {name}|{name} is no film"):
        dreamgen.film(name)
