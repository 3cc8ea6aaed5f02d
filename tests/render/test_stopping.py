"""An ascent that is ended early keeps what is there, and says where it was ended."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

import dreamgen
from dreamgen import StopAscent
from dreamgen.recipe.composing import split_embedded
from dreamgen.render.saving.provenance import warn_of_changes

OCTAVES = {"count": 2, "ratio": 1.4, "step_decay": 1}
WORDS = {"size": "96x72", "steps": 3, "octaves": OCTAVES, "effect": []}


def stop_at(octave, step, heard):
    def hear(event):
        heard.append(event.pixels.clone())
        if (event.octave, event.step) == (octave, step):
            raise StopAscent

    return hear


def test_in_the_last_octave_the_picture_of_that_step_is_kept():
    heard = []
    found = dreamgen.dream("noise", on_step=stop_at(2, 1, heard), **WORDS)
    assert len(heard) == 4
    torch.testing.assert_close(torch.from_numpy(found.array), heard[-1][0].permute(1, 2, 0))


def test_in_a_small_octave_what_was_added_is_enlarged_over_the_clean_source():
    """By the formula of Mordvintsev et al. 2015, written out."""
    from dreamgen.imaging.strips import resize

    heard, words = [], {**WORDS, "size": "140x104", "octaves": {**OCTAVES, "count": 3}}
    found = dreamgen.dream("sample:cat", on_step=stop_at(1, 2, heard), **words)
    source = dreamgen.dream("sample:cat", **{**words, "steps": 0}).frame.pixels[None]
    height, width = heard[-1].shape[2:]
    detail = heard[-1] - resize(source, (height, width)).clamp(0, 1)
    expected = (source + resize(detail, source.shape[2:])).clamp(0, 1)
    assert (height, width) != source.shape[2:]
    np.testing.assert_allclose(found.array, expected[0].permute(1, 2, 0), atol=1e-5)


def test_where_it_was_stopped_is_beside_its_recipe():
    found = dreamgen.dream("noise", on_step=stop_at(1, 2, []), **WORDS)
    _, made = split_embedded(found._embedded(), "test")
    assert made["stopped"] == "octave 1 of 2, step 2 of 3"
    with pytest.warns(dreamgen.InputWarning, match="it was stopped in octave 1 of 2, step 2 of 3"):
        warn_of_changes(made, {})
    whole = dreamgen.dream("noise", **WORDS)
    assert "stopped" not in split_embedded(whole._embedded(), "test")[1]


def test_any_other_exception_of_a_listener_is_raised():
    def fail(event):
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        dreamgen.dream("noise", on_step=fail, **WORDS)


@pytest.mark.parametrize("mode", ["nested", "feedback"])
def test_a_zoom_ends_with_the_frames_that_are_finished(mode):
    count = 0

    def hear(event):
        nonlocal count
        count += getattr(event, "kind", "") == "frame"
        if count == 2:
            raise StopAscent

    words = {"size": 64, "steps": 1, "octaves": 1, "seconds": 1, "fps": 4, "mode": mode}
    assert len(list(dreamgen.zoom("noise", on_event=hear, **words))) == 2


def test_a_film_ends_with_the_frames_that_are_finished_and_keeps_no_half_dream(tmp_path):
    pytest.importorskip("cv2")
    frames = [Image.new("RGB", (64, 48), (60 * k, 200, 30)) for k in range(4)]
    clip = tmp_path / "clip.gif"
    frames[0].save(clip, save_all=True, append_images=frames[1:], duration=100)
    words = {"size": 64, "steps": 2, "octaves": 1}
    number, wants_more = 0, False

    def hear(event):
        nonlocal number
        number += getattr(event, "kind", "") == "frame"
        if number == 1 and getattr(event, "step", 0) == 1 and not wants_more:
            raise StopAscent

    film = dreamgen.film(clip, on_event=hear, **words)
    assert len(list(film)) == 1
    wants_more = True
    for found, whole in zip(film, dreamgen.film(clip, **words), strict=True):
        assert torch.equal(found.pixels, whole.pixels)
