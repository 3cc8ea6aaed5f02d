"""The process that really dreams: previews, stopping, killing, zooms, other files, looks and walls."""

from __future__ import annotations

import io
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from dreamgen import dream
from dreamgen_studio import walls
from dreamgen_studio.jobs.job import JobState
from dreamgen_studio.request import Request
from dreamgen_studio.settings import Settings
from dreamgen_studio.studio import Studio

SMALL = {"size": "96", "octaves.count": "2", "steps": "3"}
LONG = {**SMALL, "size": "128", "steps": "100000"}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    studio = Studio(tmp_path_factory.mktemp("studio"), Settings(workers=1))
    studio.start()
    yield studio
    studio.close()


def wait(studio: Studio, job: str, done: Callable[[JobState], object] | None = None) -> JobState:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        state = studio.job(job)
        if done(state) if done else state.has_ended:
            return state
        time.sleep(0.02)
    raise AssertionError(f"still {studio.job(job)}")


def is_dreaming(state: JobState) -> bool:
    return state.step > 0


def read_recipe(path: Path) -> str:
    with Image.open(path) as image:
        return str(image.text["dreamgen"])  # type: ignore[attr-defined]


def pixels_of(path: Path) -> bytes:
    with Image.open(path) as image:
        return image.convert("RGB").tobytes()


def test_a_dream_is_that_of_python_with_the_same_recipe(studio, tmp_path):
    job = studio.submit("me", Request(source="sample:cat", settings=SMALL))
    state = wait(studio, job)
    assert (state.state, state.done, state.size, state.warnings) == ("done", 1, (96, 64), ())
    assert state.preview >= 2
    path = studio.file(job)
    keys = {"size": 96, "octaves.count": 2, "steps": 3}
    dream("sample:cat", **keys).save(tmp_path / "same.png")
    assert pixels_of(path) == pixels_of(tmp_path / "same.png")
    assert read_recipe(path) == studio.finished(job).toml
    preview = studio.preview(job)
    assert preview is not None
    assert preview[:2] == b"\xff\xd8"


def test_what_is_stopped_is_a_whole_picture_that_says_so(studio):
    job = studio.submit("me", Request(source="sample:cat", settings=LONG))
    wait(studio, job, is_dreaming)
    studio.stop_and_keep(job)
    state = wait(studio, job)
    assert (state.state, state.size) == ("done", (128, 85))
    assert studio.finished(job).note.startswith("octave 1 of 2, step ")
    assert 'stopped = "octave 1 of 2, step ' in read_recipe(studio.file(job))


def test_a_killed_process_takes_only_the_dream_at_hand(studio):
    killed = studio.submit("me", Request(source="sample:cat", settings=LONG))
    after = studio.submit("me", Request(source="noise", settings=SMALL))
    wait(studio, killed, is_dreaming)
    (pid,) = studio.pids
    os.kill(pid, signal.SIGKILL)
    state = wait(studio, killed)
    assert state.state == "failed"
    assert "ended (killed, as the system does when memory runs out)" in state.problem
    assert wait(studio, after).state == "done"
    assert studio.pids != [pid]


def test_a_dream_is_cancelled_at_its_next_step(studio):
    job = studio.submit("me", Request(source="sample:cat", settings=LONG))
    wait(studio, job, is_dreaming)
    pids = studio.pids
    studio.cancel(job)
    assert wait(studio, job).state == "cancelled"
    assert studio.pids == pids  # the process that dreamed it did not have to be killed


def test_a_still_is_written_as_another_kind_of_file(studio):
    job = studio.submit("me", Request(source="sample:cat", settings=SMALL, suffix=".webp"))
    wait(studio, job)
    export = studio.export("me", job, ".png")
    slider = studio.export("me", job, ".html", {"quality": "70"})
    wait(studio, export)
    assert wait(studio, slider).state == "done"
    same = studio.submit("me", Request(source="sample:cat", settings=SMALL))
    wait(studio, same)
    assert pixels_of(studio.file(export)) == pixels_of(studio.file(same))
    assert studio.file(slider).read_text().startswith("<!doctype html>")
    assert studio.finished(slider).export_of == job
    assert {export, slider}.isdisjoint(made.id for made in studio.history("me"))


def test_a_zoom_shows_its_frames_and_is_written_anew_without_dreaming(studio):
    settings = {**SMALL, "size": "64", "zoom.seconds": "1", "zoom.fps": "5"}
    request = Request(source="sample:cat", kind="zoom", settings=settings, suffix=".webp")
    job = studio.submit("me", request)
    state = wait(studio, job)
    assert (state.state, state.frame, state.frames) == ("done", 5, 5)
    assert all(studio.frame(job, number) for number in range(1, 6))
    assert studio.frame(job, 6) is None
    export = studio.export("me", job, ".gif")
    assert wait(studio, export).step == 0
    with Image.open(studio.file(export)) as film:
        assert film.n_frames == 5


def test_keeping_before_the_first_step_is_no_failure(studio):
    job = studio.submit("me", Request(source="sample:cat", settings=LONG))
    wait(studio, job, lambda state: state.state == "running")
    studio.stop_and_keep(job)
    state = wait(studio, job)
    assert (state.state in ("cancelled", "done"), state.problem) == (True, "")


def test_a_zoom_that_is_stopped_keeps_the_frames_that_are_there(studio):
    settings = {**SMALL, "size": "64", "zoom.seconds": "200", "zoom.fps": "5"}
    request = Request(source="sample:cat", kind="zoom", settings=settings, suffix=".webp")
    job = studio.submit("me", request)
    wait(studio, job, lambda state: state.frame >= 3)
    studio.stop_and_keep(job)
    assert wait(studio, job).state == "done"
    made = studio.finished(job)
    with Image.open(studio.file(job)) as film:
        assert film.n_frames == made.frames
    assert made.note == f"frame {made.frames} of 1000"
    assert f'stopped = "{made.note}"' in made.toml


def test_a_look_tells_channels_and_concepts_that_can_be_dreamed(studio):
    job = studio.look_at("me", "sample:cat", 0.5, 0.4)
    assert wait(studio, job).problem == ""
    look = studio.look(job)
    assert look is not None
    assert {channel.number for channel in look.channels} == set(range(1, 9))
    assert all(channel.strength > 0 for channel in look.channels)
    shares = [concept.strength for concept in look.concepts]
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1
    for found in (look.channels[0], look.concepts[0]):
        request = Request(source="sample:cat", settings={"objective": found.objective})
        assert studio.describe("me", request).recipe.objective


def test_layers_are_listed_and_a_network_that_is_none_is_said_to_be(studio):
    end = time.monotonic() + 300
    while (layers := studio.layers("me")) is None and time.monotonic() < end:
        time.sleep(0.05)
    assert layers is not None
    assert [layer.number for layer in layers] == list(range(1, 9))


def test_a_wall_grows_as_it_is_asked_for_and_is_kept(studio, monkeypatch):
    monkeypatch.setattr(walls, "SMALL", {"size": "48", "octaves.count": "1", "steps": "2"})
    end = time.monotonic() + 300
    while not (wall := studio.wall("me", "1")).total and time.monotonic() < end:
        time.sleep(0.1)
    assert wall.total == 64
    assert wall.made[:6] == tuple(range(6))
    picture = studio.wall_picture(wall.id, 3)
    assert picture is not None
    assert picture[:4] == b"\x89PNG"
    assert studio.wall_picture(wall.id, 63) is None
    bad = studio.wall("me", "99")
    while not (bad := studio.wall("me", "99")).problem and time.monotonic() < end:
        time.sleep(0.1)
    assert "there is no layer '99'" in bad.problem


def write_clip() -> bytes:
    """Return a video of 12 frames in a second, 64x48 pixels, with a tone."""
    av = pytest.importorskip("av")
    import numpy as np

    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as file:
        pictures = file.add_stream("mpeg4", rate=12, width=64, height=48, pix_fmt="yuv420p")
        sound = file.add_stream("aac", rate=48_000, layout="mono")
        for number in range(12):
            frame = np.zeros((48, 64, 3), np.uint8)
            frame[10:30, number * 3 : number * 3 + 20] = (250, 120, 20)
            file.mux(pictures.encode(av.VideoFrame.from_ndarray(frame, "rgb24")))
        file.mux(pictures.encode())
        tone = np.sin(np.arange(48_000) * 0.06).astype(np.float32)[None]
        heard = av.AudioFrame.from_ndarray(tone, "fltp", "mono")
        heard.sample_rate = 48_000
        file.mux(sound.encode(heard))
        file.mux(sound.encode())
    return buffer.getvalue()


def measure(path: Path) -> tuple[int, float]:
    """Return how many frames a video has, and how many seconds of sound."""
    av = pytest.importorskip("av")
    with av.open(str(path)) as file:
        frames = sum(1 for _ in file.decode(video=0))
    with av.open(str(path)) as file:
        heard = sum(frame.samples / frame.sample_rate for frame in file.decode(audio=0))
    return frames, heard


def test_a_film_is_dreamed_shown_and_kept_with_its_sound(studio):
    pytest.importorskip("cv2")
    clip = studio.keep_upload("me", "clip.mp4", io.BytesIO(write_clip()))
    settings = {**SMALL, "size": "64", "film.start": "0.25"}
    job = studio.submit("me", Request(source=clip.id, kind="film", settings=settings))
    state = wait(studio, job)
    assert (state.state, state.problem) == ("done", "")
    assert (state.frame, state.frames, state.keyframes) == (9, 9, 0)
    assert all(studio.frame(job, number) for number in range(1, 10))
    assert studio.finished(job).name == "clip-dream.mp4"
    frames, heard = measure(studio.file(job))
    assert frames == 9
    assert heard == pytest.approx(0.75, abs=0.06)
    assert measure(studio.original(job))[0] == 9
    export = studio.export("me", job, ".webp", {"quality": "60"})
    assert wait(studio, export).step == 0  # nothing is dreamed twice
    with Image.open(studio.file(export)) as film:
        assert film.n_frames == 9
    assert not studio.finished(export).has_original


def test_a_film_that_is_stopped_keeps_the_frames_that_are_there(studio):
    pytest.importorskip("cv2")
    clip = studio.keep_upload("me", "clip.mp4", io.BytesIO(write_clip()))
    settings = {**SMALL, "size": "64", "film.steps": "20", "film.fps": "100"}
    job = studio.submit("me", Request(source=clip.id, kind="film", settings=settings))
    wait(studio, job, lambda state: state.frame >= 3)
    studio.stop_and_keep(job)
    state = wait(studio, job)
    assert (state.state, state.problem) == ("done", "")
    made = studio.finished(job)
    assert made.note == f"frame {made.frames} of 100"
    frames, heard = measure(studio.file(job))
    assert frames == made.frames == measure(studio.original(job))[0]
    assert heard == pytest.approx(frames / 100, abs=0.06)
