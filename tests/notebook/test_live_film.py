"""Zooms and films that grow beside the notebook."""

from __future__ import annotations

import io
import threading

import pytest
import torch
from PIL import Image

import dreamgen

pytest.importorskip("anywidget", reason="anywidget is not installed here")

TINY = {"size": 64, "steps": 2, "octaves": 1, "seconds": 1, "fps": 4, "motion": "zoom(3)"}
PATIENCE = 60  # seconds


def test_a_live_zoom_is_the_zoom(tmp_path):
    live = dreamgen.zoom("noise", live=True, **TINY)
    expected = dreamgen.zoom("noise", **TINY)
    film = live.wait(PATIENCE)
    for one, other in zip(live, expected, strict=True):
        assert torch.equal(one.pixels, other.pixels)
    assert len(live) == 4
    assert live.recipe == expected.recipe
    assert film._embedded() == expected._embedded()
    assert repr(live) == f"LiveFilm({expected!r})"
    with Image.open(live.save(tmp_path / "a.gif")) as image:
        assert image.n_frames == 4


def test_its_view_shows_it_grow_and_then_play():
    watched, words = threading.Event(), []
    live = dreamgen.zoom("noise", live=True, on_event=lambda _: watched.wait(PATIENCE), **TINY)
    live._view.observe(lambda change: words.append(change["new"]), "words")
    watched.set()
    live.wait(PATIENCE)
    view = live._view
    assert (view.state, view.share, view.kind) == ("done", 1.0, "image/webp")
    assert words[-2:] == ["puts the film together", view.words]
    assert view.words.startswith("made in ")
    with Image.open(io.BytesIO(view.picture)) as image:
        assert (image.n_frames, image.size) == (4, (64, 64))
    assert 'input = "noise"' in view.recipe


def test_one_that_is_stopped_has_the_frames_that_are_finished(tmp_path):
    second, go_on = threading.Event(), threading.Event()

    def hear(event):
        if getattr(event, "kind", "") == "frame" and event.number == 2:
            second.set()
            assert go_on.wait(PATIENCE)

    live = dreamgen.zoom("noise", live=True, on_event=hear, **TINY)
    assert second.wait(PATIENCE)
    assert repr(live).startswith("LiveFilm(running, ")
    live._view._hear(live._view, {"ask": "stop"}, [])  # as the button sends it
    go_on.set()
    film = live.wait(PATIENCE)
    assert len(film) == len(list(film)) == 2
    assert live._view.words == "stopped in frame 2 of 4"
    assert 'stopped = "frame 2 of 4"' in live._view.recipe
    with Image.open(film.save(tmp_path / "a.webp")) as image:
        assert image.n_frames == 2


def test_one_that_is_stopped_before_it_has_a_frame_says_so():
    def stop(event):
        raise dreamgen.StopAscent

    live = dreamgen.zoom("noise", live=True, on_event=stop, **TINY)
    with pytest.raises(dreamgen.DreamError, match="before its first frame was finished"):
        live.wait(PATIENCE)
    assert live._view.state == "failed"


def test_a_film_grows_too(tmp_path):
    pytest.importorskip("cv2")
    frames = [Image.new("RGB", (64, 48), (90 * k, 200, 30)) for k in range(3)]
    clip = tmp_path / "clip.gif"
    frames[0].save(clip, save_all=True, append_images=frames[1:], duration=100)
    live = dreamgen.film(clip, live=True, size=64, steps=1, octaves=1)
    assert len(live.wait(PATIENCE)) == 3
    assert live._view.state == "done"


def test_an_endless_zoom_is_refused():
    with pytest.raises(dreamgen.BadInput, match="never finished"):
        dreamgen.zoom("noise", live=True, **{**TINY, "endless": True})
