"""The command line: what cannot be is refused before anything begins."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from dreamgen import BadInput

for needed in ("av", "cv2", "mss", "websockets"):
    pytest.importorskip(needed)

from dreamgen_live import virtual_camera  # noqa: E402
from dreamgen_live.command import _check_record, _read_keys, live  # noqa: E402
from dreamgen_live.virtual_camera import VirtualCamera  # noqa: E402


def test_settings_become_keywords() -> None:
    given = {"layer": "3", "objective": None, "backbone": "bestiary"}
    keys = _read_keys(given, ["octaves.count=3", "octaves.ratio=1.5", "seed=7"])
    assert keys == {
        "layer": 3,
        "backbone": "bestiary",
        "octaves": {"count": 3, "ratio": 1.5},
        "seed": 7,
    }


def test_a_recording_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "there.mp4").write_bytes(b"")
    for name, says in (
        ("there.mp4", "there is one already"),
        ("a.gif", "a recording is an .mp4"),
        ("nowhere/a.mp4", "there is no folder"),
    ):
        with pytest.raises(BadInput, match=says):
            _check_record(tmp_path / name)


def test_a_virtual_camera_without_its_package_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(virtual_camera, "find_spec", lambda name: None)
    with pytest.raises(BadInput, match="pip install pyvirtualcam"):
        VirtualCamera(10)


def test_a_virtual_camera_shows_frames_of_one_size_or_says_once_that_it_cannot(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[tuple[int, ...]] = []

    class Device:
        def __init__(self, width: int, height: int, fps: int):
            if width > 100:
                raise RuntimeError("no device")

        def send(self, frame: np.ndarray) -> None:
            sent.append(frame.shape)

        def close(self) -> None: ...

    monkeypatch.setattr(virtual_camera, "find_spec", lambda name: True)
    monkeypatch.setitem(sys.modules, "pyvirtualcam", SimpleNamespace(Camera=Device))
    camera = VirtualCamera(10)
    for width in (65, 80):
        camera.add(np.zeros((48, width, 3), np.uint8))
    camera.close()
    assert sent == [(48, 64, 3)] * 2
    camera = VirtualCamera(10)
    with pytest.raises(BadInput, match="there is no device for it: no device"):
        camera.add(np.zeros((48, 128, 3), np.uint8))
    camera.add(np.zeros((48, 128, 3), np.uint8))
    camera.close()


def test_what_is_not_shared_has_no_other_names() -> None:
    with pytest.raises(BadInput, match="--host-name"):
        live("page", host_name=["example.org"])
