"""Dreams that grow beside the notebook: what they show, how they end, what they become."""

from __future__ import annotations

import asyncio
import gc
import io
import threading
import weakref

import numpy as np
import pytest
from PIL import Image

import dreamgen

pytest.importorskip("anywidget", reason="anywidget is not installed here")

TINY = {"size": "64x48", "steps": 2, "octaves": 1}
LONG = {"size": "64x48", "steps": 20_000, "octaves": 1}
PATIENCE = 30  # seconds


def begin_long(**words):
    """Return a live dream that has begun, and would take minutes."""
    began = threading.Event()
    live = dreamgen.dream("noise", live=True, on_step=lambda _: began.set(), **{**LONG, **words})
    assert began.wait(PATIENCE)
    return live


def test_a_live_dream_is_the_dream():
    live = dreamgen.dream("noise", live=True, **TINY)
    expected = dreamgen.dream("noise", **TINY)
    np.testing.assert_array_equal(live.array, expected.array)
    assert live.wait(PATIENCE)._embedded() == expected._embedded()
    assert live.done
    assert live.recipe == expected.recipe
    assert live.image.size == (64, 48)
    assert repr(live) == f"LiveDream({expected!r})"


def test_it_is_saved_when_it_is_finished(tmp_path):
    path = dreamgen.dream("noise", live=True, **TINY).save(tmp_path / "a.png")
    with Image.open(path) as image:
        assert image.size == (64, 48)


def test_its_view_shows_it_grow_and_then_the_dream_with_its_recipe():
    live = begin_long()
    view = live._view
    assert (view.state, view.width, view.height) == ("running", 64, 48)
    assert repr(live).startswith("LiveDream(running, ")
    with Image.open(io.BytesIO(view.picture)) as image:
        assert image.format == "JPEG"
    view._hear(view, {"ask": "stop"}, [])  # as the button sends it
    dream = live.wait(PATIENCE)
    assert (view.state, view.share) == ("done", 1.0)
    assert view.words.startswith("stopped in octave 1 of 1, step ")
    assert view.recipe == dream._embedded()
    assert 'stopped = "octave 1 of 1, step ' in view.recipe
    with Image.open(io.BytesIO(view.picture)) as image:
        assert (image.format, image.size) == ("WEBP", (64, 48))


def test_a_cell_that_waits_may_be_interrupted_and_keeps_what_is_there(monkeypatch):
    live = begin_long()

    def interrupt(timeout):
        raise KeyboardInterrupt

    monkeypatch.setattr(live._future, "exception", interrupt)
    with pytest.raises(KeyboardInterrupt):
        live.wait()
    monkeypatch.undo()
    assert live.wait(PATIENCE).image.size == (64, 48)


def test_waiting_may_have_an_end():
    live = begin_long()
    with pytest.raises(TimeoutError, match=r"not finished after 0\.05 s"):
        live.wait(0.05)
    live.stop()
    live.wait(PATIENCE)


def test_mistakes_are_raised_at_once_and_failures_where_it_is_used():
    with pytest.raises(dreamgen.BadInput, match="did you mean step_size"):
        dreamgen.dream("noise", live=True, step_sise=2)

    def fail(step):
        raise dreamgen.DreamError("no more power")

    live = dreamgen.dream("noise", live=True, on_step=fail, **TINY)
    with pytest.raises(dreamgen.DreamError, match="no more power"):
        _ = live.image
    assert (live._view.state, live._view.problem) == ("failed", "no more power")
    assert repr(live) == "LiveDream(no more power)"


def test_they_run_one_by_one():
    first = begin_long()
    second = dreamgen.dream("noise", live=True, **TINY)
    assert second._view.state == "waiting"
    assert not second.done
    first.stop()
    second.wait(PATIENCE)
    assert first.done


def test_it_can_be_awaited_and_the_loop_goes_on():
    async def main():
        live = begin_long()
        ticks = 0
        waiting = asyncio.ensure_future(live)
        while ticks < 10:
            ticks += 1
            await asyncio.sleep(0)
        live.stop()
        return await waiting

    assert asyncio.run(main()).image.size == (64, 48)


def test_it_goes_when_nobody_holds_it():
    live = dreamgen.dream("noise", live=True, **TINY)
    live.wait(PATIENCE)
    live._thread.join(PATIENCE)
    live._view.close()
    gone = weakref.ref(live)
    del live
    gc.collect()
    assert gone() is None


def test_without_anywidget_one_sentence_says_what_is_missing(monkeypatch):
    monkeypatch.setattr("dreamgen.notebook.need.find_spec", lambda name: None)
    with pytest.raises(dreamgen.BadInput, match=r'pip install "dreamgen\[notebook\]"'):
        dreamgen.dream("noise", live=True, **TINY)
