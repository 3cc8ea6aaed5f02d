"""The show without a page: keys, recordings that play whatever happens, and an end in good order."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import dreamgen
from dreamgen import BadInput

for needed in ("av", "cv2"):
    pytest.importorskip(needed)

from dreamgen_live import recorder  # noqa: E402
from dreamgen_live.controls import Wish, press, set_layer  # noqa: E402
from dreamgen_live.recorder import Recorder  # noqa: E402
from dreamgen_live.recording import Recordings  # noqa: E402
from dreamgen_live.show import Show  # noqa: E402

CHANNELS = [64, 128, 256]
PICTURE = (np.random.default_rng(3).random((24, 32, 3)) * 255).astype(np.uint8)


class Source:
    """Gives one picture again and again, and vanishes once it is told to."""

    name = "a source"

    def __init__(self) -> None:
        self.vanished = False
        self.open = True

    def pictures(self) -> Iterator[Any]:
        while not self.vanished:
            if not self.open:
                return
            yield PICTURE.repeat(4, 0).repeat(4, 1)
            time.sleep(0.01)
        raise BadInput("a source sends no more pictures: is it still connected?")

    def close(self) -> None:
        self.open = False


def begin(source: Source, recordings: Recordings) -> Show:
    live = dreamgen.live(size=96, fps=30, layer=3, octaves={"count": 1})
    return Show(live, source, 30, recordings)


def wait(until: Callable[[], Any]) -> None:
    end = time.monotonic() + 120
    while not until():
        assert time.monotonic() < end
        time.sleep(0.01)


def play(path: Path) -> list[np.ndarray]:
    import av

    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]


def test_keys_change_the_wish() -> None:
    wish = Wish(2)
    assert press(wish, "deeper", CHANNELS).layer == 3
    assert press(Wish(3), "deeper", CHANNELS).layer == 3
    assert press(wish, "shallower", CHANNELS).layer == 1
    first = press(wish, "next", CHANNELS)
    assert first.channel == 0
    assert press(first, "previous", CHANNELS).channel is None
    assert press(wish, "previous", CHANNELS).channel == 127
    assert press(Wish(2, 127), "next", CHANNELS).channel is None
    assert press(wish, "random", CHANNELS).channel in range(128)
    assert press(wish, "stronger", CHANNELS).strength == 1.1
    assert press(Wish(2, strength=0.0), "weaker", CHANNELS).strength == 0.0
    assert set_layer(Wish(3, 200), 1, CHANNELS) == Wish(1, 200 % 64)
    with pytest.raises(BadInput, match="there is no 'fly'"):
        press(wish, "fly", CHANNELS)


def test_an_objective_of_ones_own_stays_until_a_channel_is_named() -> None:
    wish = Wish(2, objective='concept("owl")')
    assert press(wish, "deeper", CHANNELS).keywords()["objective"] == 'concept("owl")'
    assert press(wish, "next", CHANNELS).keywords()["objective"] == "channel(channel=0)"


def test_a_show_dreams_records_and_ends(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path / "a.mp4", 96)
    show = begin(Source(), recordings)
    show.press("record")
    show.start()
    wait(lambda: show.shown and show.shown.number >= 4)
    show.press("next")
    wait(lambda: show.state()["settled"])
    assert show.state()["channel"] == 0
    show.press("record")
    show.press("record")
    number = show.shown.number  # type: ignore[union-attr]
    wait(lambda: show.shown.number >= number + 3)  # type: ignore[union-attr]
    show.close()
    assert [path.name for path in recordings.made] == ["a.mp4", "a-2.mp4"]
    for path in recordings.made:
        assert len(play(path)) >= 2
        recipe = dreamgen.read_recipe(path, dreamgen.Session().registry)
        assert "layer = 3" in str(recipe)


def test_a_source_that_vanishes_ends_the_show_and_keeps_the_recording(tmp_path: Path) -> None:
    source = Source()
    show = begin(source, Recordings(tmp_path / "a.mp4", 96))
    show.press("record")
    show.start()
    wait(lambda: show.shown and show.shown.number >= 2)
    source.vanished = True
    wait(show.ended.is_set)
    show.close()
    assert show.problem == "a source sends no more pictures: is it still connected?"
    assert len(play(tmp_path / "a.mp4")) >= 1


def test_frozen_it_dreams_on_what_it_saw_last(tmp_path: Path) -> None:
    show = begin(Source(), Recordings(None, 96))
    show.start()
    wait(lambda: show.shown)
    show.press("freeze")
    number = show.shown.number  # type: ignore[union-attr]
    wait(lambda: show.shown.number >= number + 3)  # type: ignore[union-attr]
    assert show.state()["frozen"]
    show.close()


def test_keys_of_several_pages_at_once_all_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def list_slowly(self: Show) -> list[int]:
        time.sleep(0.005)  # between what a key finds and what it leaves
        return CHANNELS

    monkeypatch.setattr(Show, "_channels", list_slowly)
    show = begin(Source(), Recordings(None, 96))
    show.set("strength", 0)
    pages = [threading.Thread(target=show.press, args=["stronger"]) for _ in range(10)]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    assert show.state()["strength"] == 1.0


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("layer", "3"),
        ("layer", float("inf")),
        ("channel", "x"),
        ("strength", True),
        ("strength", float("nan")),
        ("size", 3),
    ],
)
def test_what_a_page_may_not_set_is_refused(key: str, value: Any, tmp_path: Path) -> None:
    show = begin(Source(), Recordings(None, 96))
    with pytest.raises(BadInput, match=f"'{key}' cannot be set"):
        show.set(key, value)


def test_a_recording_plays_while_it_is_being_made(tmp_path: Path) -> None:
    """As after a crash: what has been written is never touched again."""
    film = Recorder(tmp_path / "a.mp4", (96, 64), 'input = "x"')
    for _ in range(50):
        film.add(np.zeros((48, 72, 3), np.uint8))
    early = tmp_path / "early.mp4"
    early.write_bytes((tmp_path / "a.mp4").read_bytes())
    assert len(play(early)) >= 20
    film.close()
    frames = play(tmp_path / "a.mp4")
    assert len(frames) == 50
    assert frames[0].shape == (64, 96, 3)


class SmallDisk:
    """A disk with so many bytes left for a.mp4."""

    room = 10**9

    def hold(self, file: Any) -> Any:
        disk, end = self, file.tell

        class Held:
            def write(self, data: bytes) -> int:
                left = disk.room - end()
                if left <= 0:
                    raise OSError(errno.ENOSPC, "No space left on device")
                return int(file.write(data[:left]))  # a part of it, as disks do

            def __getattr__(self, name: str) -> Any:
                return getattr(file, name)

        return Held()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> SmallDisk:
    found, plain = SmallDisk(), Path.open

    def open_there(path: Path, *args: Any, **kwargs: Any) -> Any:
        file = plain(path, *args, **kwargs)
        return found.hold(file) if path.name == "a.mp4" and args == ("xb",) else file

    monkeypatch.setattr(Path, "open", open_there)
    return found


def record_noise(recordings: Recordings, count: int = 500) -> None:
    noise = np.random.default_rng(1)
    for _ in range(count):
        recordings.add(noise.integers(0, 255, (64, 96, 3), np.uint8))


def test_a_full_disk_ends_the_recording_and_nothing_else(tmp_path: Path, disk: SmallDisk) -> None:
    disk.room = 100_000
    recordings = Recordings(tmp_path / "a.mp4", 96)
    recordings.toggle("")
    with pytest.raises(BadInput, match=r"No space left on device; .*a\.mp4 plays what was"):
        record_noise(recordings)
    assert recordings.path is None
    record_noise(recordings, 1)
    assert len(play(tmp_path / "a.mp4")) >= 10


def test_a_disk_that_is_full_at_the_end_loses_the_end_alone_and_says_so(
    tmp_path: Path, disk: SmallDisk
) -> None:
    recordings = Recordings(tmp_path / "a.mp4", 96)
    recordings.toggle("")
    record_noise(recordings, 30)
    disk.room = (tmp_path / "a.mp4").stat().st_size + 100
    with pytest.raises(BadInput, match=r"the end of the recording is lost: .*a\.mp4 plays what"):
        recordings.toggle("")
    assert recordings.path is None
    assert len(play(tmp_path / "a.mp4")) >= 20


@pytest.mark.parametrize("room", [100, 5_000])
def test_of_a_recording_without_a_frame_nothing_is_left(
    tmp_path: Path, disk: SmallDisk, room: int
) -> None:
    disk.room = room
    recordings = Recordings(tmp_path / "a.mp4", 96)
    recordings.toggle("")
    with pytest.raises(BadInput, match="No space left on device"):
        record_noise(recordings)
    assert list(tmp_path.iterdir()) == []


def test_without_its_encoder_nothing_is_left_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "ENCODER", "libnone")
    with pytest.raises(BadInput, match=r"a\.mp4 cannot be written: .*libnone"):
        Recorder(tmp_path / "a.mp4", (96, 64), "")
    assert list(tmp_path.iterdir()) == []


def test_a_recording_is_said_to_go_on_until_all_of_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recordings = Recordings(tmp_path / "a.mp4", 96)
    recordings.toggle("")
    record_noise(recordings, 5)
    end, said = Recorder.close, []

    def close(self: Recorder) -> None:
        said.append(recordings.path)
        end(self)

    monkeypatch.setattr(Recorder, "close", close)
    recordings.toggle("")
    assert (said, recordings.path) == ([tmp_path / "a.mp4"], None)


def test_a_recording_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        Recorder(tmp_path / "nowhere" / "a.mp4", (96, 64), "")
