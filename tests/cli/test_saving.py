"""Nothing is lost and nothing overwritten, whatever stands at -o."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from dreamgen.render.saving.locking import lock

QUICK = ("--size", 64, "--steps", 1, "--octaves", 1, "-q")
MOVE = ("--seconds", 1, "--fps", 4, "--speed", 4)


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.png"
    Image.new("RGB", (64, 48), "teal").save(path)
    return path


@pytest.mark.parametrize("command", ["render", "sweep", "atlas", "zoom"])
def test_what_is_there_is_replaced_with_force_alone_and_the_input_never(here, photo, command):
    few = {"sweep": ("--layers", 1), "atlas": ("--channels", 1), "zoom": MOVE}.get(command, ())
    name = "old.gif" if command == "zoom" else "old.png"
    old = photo.with_name(name)
    old.write_bytes(b"precious")
    words = (command, "photo.png", *QUICK, *few)
    told = f"dreamgen: {name} exists already: --force replaces it\n"
    assert here(*words, "-o", name) == (2, "", told)
    assert old.read_bytes() == b"precious"
    old.unlink()
    old.symlink_to(photo)
    before = photo.read_bytes()
    code, _, told = here(*words, "-o", name, "--force")
    assert (code, told.count("\n")) == (2, 1)
    assert f"{name} is what the result is made from" in told
    assert photo.read_bytes() == before
    old.unlink()
    old.write_bytes(b"old")
    assert here(*words, "-o", name, "--force")[:2] == (0, f"{name}\n")
    assert old.read_bytes() != b"old"
    assert sorted(path.name for path in photo.parent.iterdir()) == [name, "photo.png"]


def test_force_replaces_without_a_name_too_in_place_of_a_number(here, photo):
    words = ("render", "photo.png", *QUICK)
    assert here(*words)[:2] == (0, "photo-dream.png\n")
    assert here(*words)[:2] == (0, "photo-dream-2.png\n")
    first = photo.with_name("photo-dream.png").read_bytes()
    assert here(*words, "--seed", 1, "--force")[:2] == (0, "photo-dream.png\n")
    assert photo.with_name("photo-dream.png").read_bytes() != first
    assert len([*photo.parent.glob("*.png")]) == 3


def never(*args, **kwargs):
    raise AssertionError("it was planned, or rendered")


@pytest.mark.parametrize("command", ["render", "sweep", "atlas", "zoom", "rerun"])
def test_it_is_refused_before_torch_is_imported(here, photo, command, monkeypatch):
    from dreamgen.render.session import Session

    old = photo.with_name("old.gif" if command == "zoom" else "old.png")
    if command == "rerun":
        assert here("render", "photo.png", *QUICK, "-o", "x.png")[0] == 0
    old.write_bytes(b"precious")
    monkeypatch.setattr(Session, "plan", never)
    words = (command, "x.png", "-q") if command == "rerun" else (command, "photo.png", *QUICK)
    assert "exists already" in here(*words, "-o", old.name)[2]
    assert "is what the result is made from" in here(*words, "-o", words[1])[2]


def test_a_mask_a_guide_weights_and_the_file_of_a_rerun_are_never_written(here, photo):
    for words in (
        ("render", "noise", "--mask", "photo.png"),
        ("render", "noise", "--objective", "guide(photo.png)"),
        ("render", "noise", "--weights", "photo.png"),
        ("zoom", "noise", *MOVE, "-o", "a.gif", "--poster", "photo.png", "--mask", "photo.png"),
    ):
        out = () if "-o" in words else ("-o", "photo.png")
        code, _, told = here(*words, *QUICK, *out, "--force")
        assert (code, "is what the result is made from" in told) == (2, True), told
    assert here("render", "noise", *QUICK, "-o", "x.png")[0] == 0
    code, _, told = here("rerun", "x.png", "-q", "-o", "./x.png", "--force")
    assert (code, "is what the result is made from" in told) == (2, True), told


def test_somebody_at_a_terminal_is_asked(here, photo, monkeypatch):
    photo.with_name("old.png").write_bytes(b"precious")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    answers = []

    def answer(question, err):
        answers.append(question)
        return len(answers) > 1

    monkeypatch.setattr("typer.confirm", answer)
    words = ("render", "photo.png", *QUICK, "-o", "old.png")
    assert here(*words)[0] == 2
    assert here(*words)[0] == 0
    assert answers == ["old.png exists already; replace it?"] * 2


def test_a_second_process_is_told_at_once(here, tmp_path):
    for command, name in (("render", "a.png"), ("zoom", "a.gif"), ("zoom", "frames")):
        with lock(tmp_path / name, tmp_path / name):
            code, _, told = here(command, "noise", *QUICK, "-o", name)
        said = f"{name} is being written by another dreamgen, process {os.getpid()}: wait for it"
        assert (code, told.count("\n"), said in told) == (2, 1, True), told
    assert list(tmp_path.iterdir()) == []


def test_two_zooms_with_one_output_leave_one_whole_file(user, here):
    """Real processes: the second is refused, and so is --resume while the first still runs."""
    words = ("zoom", "noise", *QUICK, "--seconds", 400, "--fps", 10, "--speed", 4, "-o", "z.gif")
    first = start(*words)
    work = user.folder / ".z.gif.dreamgen"
    wait_for(lambda: len(list(work.glob("*.safetensors"))) >= 4, first)  # so frames are made
    for more in (("--seed", 3), ("--resume",)):
        code, _, message = here(*words, *more)
        assert code == 2
        assert f"z.gif is being written by another dreamgen, process {first.pid}" in message
    first.send_signal(signal.SIGTERM)
    assert "z.gif plays" in first.communicate(timeout=60)[1].decode()
    assert sorted(path.name for path in user.folder.iterdir()) == [work.name, "z.gif"]
    assert "z.gif exists already: --force replaces it" in here(*words)[2]


def test_what_a_killed_zoom_has_dreamed_is_not_thrown_away(here, tmp_path):
    work = tmp_path / ".a.gif.dreamgen"
    work.mkdir()
    (work / "keyframe-0000.safetensors").write_bytes(b"hours of work")
    words = ("zoom", "noise", *QUICK, *MOVE, "-o", "a.gif")
    told = (
        "dreamgen: a.gif has unfinished work: --resume goes on with it, and --force begins anew\n"
    )
    assert here(*words) == (2, "", told)
    (work / "notes.txt").write_text("not dreamgen's")
    assert here(*words, "--force")[0] == 0
    assert [path.name for path in work.iterdir()] == ["notes.txt"]


def test_an_interrupted_zoom_is_completed_in_its_own_file_without_force(here, tmp_path):
    """Only the file and the poster that this very zoom began; another's stays."""
    words = ("zoom", "noise", *QUICK, *MOVE, "-o", "a.gif", "--poster", "p.png")
    whole = ("zoom", "noise", *QUICK, *MOVE, "-o", "whole.gif")
    assert here(*whole)[0] == 0
    begin_but_interrupt(here, words)
    assert here(*words, "--resume")[0] == 0
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "whole.gif").read_bytes()
    for name in ("a.gif", "p.png"):
        (tmp_path / name).unlink()
    begin_but_interrupt(here, words)
    (tmp_path / "a.gif").write_bytes(b"precious")
    assert "a.gif exists already" in here(*words, "--resume")[2]
    assert (tmp_path / "a.gif").read_bytes() == b"precious"


def begin_but_interrupt(here, words):
    """Run a zoom that is interrupted after its second frame."""
    from dreamgen.cli.shared.interrupt import Interrupt

    original = Interrupt.until

    def until(self, frames):
        for frame in original(self, frames):
            yield frame
            self.happened = self.happened or self.frames == 2
            if self.happened:
                return

    Interrupt.until = until
    try:
        code, _, told = here(*words)
    finally:
        Interrupt.until = original
    assert (code, "a.gif plays 2 of 4 frames" in told) == (130, True), told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_still_leaves_nothing(here, tmp_path, monkeypatch, number):
    from dreamgen.render.session import Session

    def stop(*args):
        signal.raise_signal(number)
        yield

    monkeypatch.setattr(signal, "default_int_handler", signal.default_int_handler)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(Session, "frames", stop)
    try:
        code, out, told = here("render", "noise", *QUICK, "-o", "a.png")
    finally:
        signal.signal(signal.SIGINT, before)
    assert (code, out, told) == (130, "", "dreamgen: interrupted; nothing was written\n")
    assert list(tmp_path.iterdir()) == []


def test_standard_output(user):
    import io

    done = user.types("render", "noise", *QUICK, "-o", "-")
    with Image.open(io.BytesIO(done.stdout)) as image:
        assert (image.format, image.size) == ("PNG", (64, 64))
    assert done.stderr == b""
    assert list(user.folder.iterdir()) == []


def test_a_zoom_to_a_pipe(here, tmp_path):
    import threading

    pipe, got = tmp_path / "pipe.gif", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    assert here("zoom", "noise", *QUICK, *MOVE, "-o", "pipe.gif") == (0, "", "")
    reader.join()
    assert got[0].startswith(b"GIF89a")
    assert [path.name for path in tmp_path.iterdir()] == ["pipe.gif"]


def test_devices(here, tmp_path):
    assert here("render", "noise", *QUICK, "-o", "/dev/null") == (0, "", "")
    code, _, told = here("render", "noise", *QUICK, "-o", "/dev/full")
    assert (code, "cannot be written: No space left on device" in told) == (1, True), told
    code, _, told = here("zoom", "noise", *QUICK, "--output", "frames", "-o", "-")
    assert (code, "is no folder, and frames need one" in told) == (2, True), told


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are UTF-8")
@pytest.mark.parametrize("name", ["b\udcff.png", "b\x1b[2J.png", "ü\n.png"])
def test_a_name_that_cannot_be_printed_is_printed_as_it_is(here, tmp_path, monkeypatch, name):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    code, _, told = here("render", "noise", *QUICK, "-o", name)
    assert (code, told) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_folder_that_is_read_only(here, tmp_path):
    tmp_path.chmod(0o500)
    code, _, told = here("render", "noise", *QUICK, "-o", "a.png")
    assert (code, "a.png cannot be written: Permission denied" in told) == (2, True)


def test_a_recipe_too_long_for_jpeg_is_told_before_the_render(here, tmp_path, monkeypatch):
    from dreamgen.render.session import Session

    monkeypatch.setattr(Session, "frames", never)
    (tmp_path / "long.toml").write_text(f'summary = "{"x" * 70_000}"\n')
    for output in ((), ("--set", "output.use=compare")):
        words = ("render", "noise", "--preset", "long.toml", *QUICK, *output, "-o", "a.jpg")
        code, _, told = here(*words)
        assert (code, "the recipe is 70 kB long and a JPEG file holds 65" in told) == (2, True)


def start(*words):
    script = Path(sys.executable).parent / "dreamgen"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([script, *map(str, words)], **pipes)


def wait_for(happens, child):
    while not happens():
        assert child.poll() is None, child.stderr.read()
        time.sleep(0.01)
