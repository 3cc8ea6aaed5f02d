"""One process at a time; a killed one is no obstacle."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from dreamgen.render.saving.locking import Busy, hidden_beside, lock

HOLDER = """
import sys, pathlib
from dreamgen.render.saving.locking import lock
path = pathlib.Path(sys.argv[1])
with lock(path, path):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_is_named_until_it_ends_or_is_killed(tmp_path):
    path = tmp_path / "a.gif"
    words = [sys.executable, "-c", HOLDER, path]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout.readline() == b"held\n"
        said = rf"a\.gif is being written by another dreamgen, process {child.pid}: wait for it"
        with pytest.raises(Busy, match=said), lock(path, path):
            pass
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert hidden_beside(path, "lock").exists()
    with lock(path, path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_another_thread_is_another_holder(tmp_path):
    path = tmp_path / "a.png"
    with lock(path, path), pytest.raises(Busy), lock(path, path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_locks_holds_nothing(tmp_path, monkeypatch):
    def refuse(*args, **more):
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    with lock(tmp_path / "a.png", tmp_path / "a.png"):
        assert list(tmp_path.iterdir()) == []


def test_names_beside_are_never_too_long(tmp_path):
    for name in ("a.gif", "x" * 255, "ü" * 127):
        hidden_beside(tmp_path / name, "dreamgen").mkdir()
    assert (tmp_path / ".a.gif.dreamgen").is_dir()
