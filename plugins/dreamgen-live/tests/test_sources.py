"""Sources: what there is not is refused in one sentence, and what there is comes as pictures."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dreamgen import BadInput

for needed in ("av", "cv2", "mss"):
    pytest.importorskip(needed)

from dreamgen_live.newest import Newest, Taken  # noqa: E402
from dreamgen_live.pictures import decode  # noqa: E402
from dreamgen_live.sources import camera  # noqa: E402
from dreamgen_live.sources.find import find_source  # noqa: E402


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A GIF of three frames, each of one colour, of 50 ms."""
    frames = [Image.new("RGB", (32, 24), colour) for colour in ("red", "lime", "blue")]
    path = tmp_path / "clip.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=50)
    return path


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("camera:97", "camera:97: there is no such camera"),
        ("camera:x", "a camera has a number"),
        ("screen:1,2", r"must be screen:X,Y,WxH"),
        ("screen:0,0,4x4", r"must be screen:X,Y,WxH"),
        ("nothing.mp4", "nothing.mp4: there is no such file; a source is camera, "),
    ],
)
def test_what_there_is_not_is_refused_in_one_sentence(
    name: str, says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(BadInput, match=says):
        find_source(name)
    assert capfd.readouterr().err == ""


def test_what_is_no_film_is_refused(tmp_path: Path) -> None:
    for name, data in (("a.mp4", b"no film"), ("b.mp4", b""), ("c.jpg", b"no picture")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BadInput, match=name):
            find_source(str(tmp_path / name))


def test_a_film_begins_again_after_its_end(clip: Path) -> None:
    source = find_source(str(clip))
    assert source is not None
    seen = [picture.getpixel((5, 5)) for picture in itertools.islice(source.pictures(), 5)]
    source.close()
    assert seen[0] == (255, 0, 0)
    assert (255, 0, 0) in seen[1:]


def test_a_picture_stands_still(tmp_path: Path) -> None:
    path = tmp_path / "still.png"
    Image.new("RGB", (32, 24), "teal").save(path)
    source = find_source(str(path))
    assert source is not None
    first, second = itertools.islice(source.pictures(), 2)
    assert first.size == second.size == (32, 24)
    source.close()


def test_a_camera_gives_rgb_and_one_that_vanishes_ends_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    blue = np.zeros((24, 32, 3), np.uint8)
    blue[:, :, 0] = 255  # OpenCV's pictures are BGR
    left = [(True, blue), (True, blue)]

    class Capture:
        def __init__(self, number: int): ...
        def isOpened(self) -> bool:  # noqa: N802
            return True

        def set(self, key: int, value: int) -> None: ...
        def read(self) -> tuple[bool, Any]:
            return left.pop() if left else (False, None)

    monkeypatch.setattr("cv2.VideoCapture", Capture)
    monkeypatch.setattr(camera, "PATIENCE", 0.1)
    pictures = find_source("camera").pictures()  # type: ignore[union-attr]
    assert next(pictures)[0, 0].tolist() == [0, 0, 255]
    next(pictures)
    with pytest.raises(BadInput, match="camera:0 sends no more pictures"):
        next(pictures)


def test_a_part_of_the_screen_comes_as_rgb(monkeypatch: pytest.MonkeyPatch) -> None:
    class Grabber:
        monitors = [{"left": 0, "top": 0, "width": 64, "height": 48}] * 2

        def __enter__(self) -> Grabber:
            return self

        def __exit__(self, *problem: object) -> None: ...
        def grab(self, box: dict[str, int]) -> np.ndarray:
            shot = np.zeros((box["height"], box["width"], 4), np.uint8)
            shot[:, :, 2] = 255  # BGRA
            return shot

    fake = SimpleNamespace(mss=Grabber, ScreenShotError=OSError)
    monkeypatch.setitem(sys.modules, "mss", fake)
    source = find_source("screen:8,4,32x16")
    assert source is not None
    picture = next(iter(source.pictures()))
    assert picture.shape == (16, 32, 3)
    assert picture[0, 0].tolist() == [255, 0, 0]
    with pytest.raises(BadInput, match="the screen is 64x48 pixels"):
        find_source("screen:40,0,32x16")


def test_only_the_newest_picture_is_there() -> None:
    newest = Newest()
    assert newest.take(0.01) is None
    for number in range(5):
        newest.put(Taken(number))
    taken = newest.take(1)
    assert taken is not None
    assert taken.picture == 4
    assert newest.take(0.01) is None


def test_bytes_that_are_no_picture_are_refused() -> None:
    for data in (b"", b"no picture", b"\xff\xd8\xff\xe0 broken", b"<svg/>"):
        with pytest.raises(BadInput, match="the page sent what is no picture"):
            decode(data)
