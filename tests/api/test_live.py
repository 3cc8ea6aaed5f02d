"""Live dreams from Python."""

from __future__ import annotations

import numpy as np
import pytest

import dreamgen

pytest.importorskip("cv2")

TINY = {"size": 96, "fps": 20, "octaves": {"count": 1}}


@pytest.fixture(scope="module")
def picture():
    with_noise = np.random.default_rng(3).random((12, 16, 3)).repeat(10, 0).repeat(10, 1)
    return (with_noise * 255).astype(np.uint8)


def test_pictures_are_dreamed_as_they_come(picture):
    live = dreamgen.live(**{**TINY, "fps": 2})  # so that a slow machine has time for steps too
    frames = [live.show(picture) for _ in range(6)]
    assert frames[-1].pixels.shape == (3, 72, 96)
    assert live.size == (96, 72)
    change = [float((frame.pixels - frame.source).std()) for frame in frames]
    assert change[-1] > change[0] > 0
    assert live.fps > 0
    assert live.latency > 0


def test_what_is_dreamed_can_be_changed_meanwhile(picture):
    live = dreamgen.live(**TINY, layer=3)
    live.show(picture)
    assert (live.layer, live.objective) == ("layer2.0", "layer")
    live.change(layer=5, objective="channel(channel=7)", strength=1.5)
    assert (live.layer, live.objective) == ("layer3.0", "channel(channel=7)")
    assert live.strength == 1.5
    assert (live.layers[4].number, live.layers[4].name, live.layers[4].channels) == (
        5,
        "layer3.0",
        256,
    )
    before = live.show(picture)
    live.begin_anew()
    live.change(strength=0)
    after = live.show(picture)
    assert float((after.pixels - after.source).std()) < float((before.pixels - before.source).std())


@pytest.mark.parametrize(
    ("keywords", "says"),
    [
        ({"fps": 0}, "live(): fps = 0: must be a number from 0.1 to 120"),
        ({"strength": 3}, "from 0 to 2"),
        ({"size": 8}, "from 64 to 4096"),
        ({"mask": "a.png"}, "mask: a live dream has none"),
        ({"at": [{"time": 1, "step_size": 2}]}, "at: a live dream has none"),
        ({"layer": 99}, "99"),
        ({"colr": "keep"}, "colour"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(keywords, says):
    with pytest.raises(dreamgen.BadInput, match=says.replace("(", r"\(").replace(")", r"\)")):
        dreamgen.live(**{**TINY, **keywords})


def test_a_change_that_is_refused_changes_nothing(picture):
    live = dreamgen.live(**TINY)
    with pytest.raises(dreamgen.BadInput):
        live.change(layer=99, strength=0.5)
    with pytest.raises(dreamgen.BadInput):
        live.show(3)
    assert live.strength == 1.0
    assert live.show(picture).pixels.shape == (3, 72, 96)
