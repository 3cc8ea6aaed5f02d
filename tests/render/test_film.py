"""The shots of a film, each dreamed alone and stopped anywhere: frames are those of the whole film."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

pytest.importorskip("cv2")

from dreamgen.engine.film.raft import Raft
from dreamgen.errors import BadInput
from dreamgen.recipe.composing import compose
from dreamgen.render.film import dream_shot, film_frames, find_shots
from dreamgen.render.permissions import FOREIGN
from dreamgen.render.session import Session

pytestmark = pytest.mark.filterwarnings("ignore:the mask .* ends at")


def write_film(path, shots=(4, 1, 3), size=(64, 48)):
    """Write a film of several shots: pans over noise, each of another lightness."""
    frames = []
    for shot, count in enumerate(shots):
        noise = np.random.default_rng(shot).random((12, 18, 3)) * 100 + 70 * shot
        whole = Image.fromarray(noise.astype(np.uint8)).resize((120, 80), Image.BICUBIC)
        frames += [whole.crop((2 * k, k, 2 * k + size[0], k + size[1])) for k in range(count)]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100, lossless=True)


class Store(dict):
    put = dict.__setitem__


@pytest.fixture
def recipe(tmp_path):
    write_film(tmp_path / "film.webp")
    write_film(tmp_path / "mask.webp", (2,))  # shorter than the film: its last frame stays
    keys = {
        "input": str(tmp_path / "film.webp"),
        "mask": str(tmp_path / "mask.webp"),
        "film": {"every": 2},
        "size": 64,
        "steps": 1,
        "octaves": {"count": 1},
    }
    return compose([("test", keys)])


@pytest.fixture
def job(recipe, registry):
    session = Session(registry)
    return session.prepare(session.plan(recipe))


def test_a_shot_alone_has_the_frames_of_the_whole_film(job):
    whole = Store()
    list(film_frames(job, whole))
    shots = list(find_shots(job))
    assert shots == [range(4), range(4, 5), range(5, 8)]
    alone, events = Store(), []
    for shot in reversed(shots):
        dream_shot(job, shot, shot.start, alone, events.append)
    assert alone.keys() == whole.keys()
    assert all(torch.equal(alone[name], whole[name]) for name in whole)
    assert [event.number for event in events if hasattr(event, "kind")] == [1, 2, 3, 1, 1, 2, 3, 4]


@pytest.mark.parametrize("begin", [1, 2, 3, 4])
def test_a_shot_goes_on_from_its_first_frame_and_its_last_alone(job, begin):
    whole = Store()
    dream_shot(job, range(4), 0, whole)
    needed = {f"{number:06}" for number in (0, begin - 1)}
    kept = {name: value for name, value in whole.items() if name[-6:] in needed}
    gone_on = Store(kept)
    dream_shot(job, range(4), begin, gone_on)
    made = {name: value for name, value in whole.items() if int(name[-6:]) >= begin}
    assert gone_on.keys() == kept.keys() | made.keys()
    assert all(torch.equal(gone_on[name], whole[name]) for name in made)


def with_raft(recipe):
    return recipe.model_copy(update={"film": recipe.film.model_copy(update={"flow": "raft"})})


def test_a_film_and_its_shots_follow_the_network_that_the_recipe_names(
    recipe, registry, monkeypatch
):
    asked = []

    def estimate(first, second):
        asked.append(first.shape)
        return torch.zeros(2, *first.shape)

    monkeypatch.setitem(sys.modules, "cv2", None)  # which the network does without
    monkeypatch.setattr(Raft, "load", lambda device: estimate)
    session = Session(registry)
    job = session.prepare(session.plan(with_raft(recipe)))
    assert list(film_frames(job, Store()))
    assert len(asked) == 2 * 7  # there and back, from each frame to the next
    asked.clear()
    list(find_shots(job))
    assert asked


def test_a_foreign_recipe_downloads_no_network_for_its_flow(
    recipe, registry, tmp_path, monkeypatch
):
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    session = Session(registry)
    plan = session.plan(with_raft(recipe))
    files = frozenset([recipe.input, recipe.mask])
    allowed = replace(FOREIGN, files=files)
    with pytest.raises(BadInput, match="would download the weights of raft_large: pass"):
        session.prepare(plan, permissions=allowed)
