"""Zooming as a user does it: the installed command, killed, interrupted and resumed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

QUICK = ("--size", 64, "--steps", 2, "--octaves", 1)
MOVE = ("--seconds", 1, "--fps", 6, "--speed", 4)
PATIENCE = 300  # seconds: a machine may be busy with other tests
KILLED = """
import os, signal
from dreamgen.cli.main import main
from dreamgen.render.saving.resume import FolderStore

put = FolderStore.put

def put_and_die(*given):
    put(*given)
    os.kill(os.getpid(), signal.SIGKILL)

FolderStore.put = put_and_die
main()
"""


def frames(path):
    with Image.open(path) as image:
        for index in range(image.n_frames):
            image.seek(index)
            yield np.asarray(image.convert("RGB")).astype(int)


def starts(*words, **environment):
    script = Path(sys.executable).parent / "dreamgen"
    return subprocess.Popen(
        [script, *map(str, words)],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def waits_for(folder, count, child):
    """Wait until so many dreams are kept; return False if the command ended before."""
    while len(list(folder.glob("*.safetensors"))) < count:
        if child.poll() is not None:
            return False
        time.sleep(0.005)
    return True


def test_kill_and_resume_give_the_same_file(user, here):
    """The whole in one process of one thread; the other begun so, gone on with where there are two."""
    import torch

    command = ("zoom", "noise", *QUICK, *MOVE)
    torch.set_num_threads(1)
    assert here(*command, "-o", "whole.gif")[0] == 0
    words = [sys.executable, "-c", KILLED, *map(str, command), "-o", "killed.gif", "-q"]
    child = subprocess.run(words, env={**os.environ, "OMP_NUM_THREADS": "1"}, check=False)
    assert child.returncode == -signal.SIGKILL
    assert len(list((user.folder / ".killed.gif.dreamgen").glob("*.safetensors"))) == 1
    assert not (user.folder / "killed.gif").exists()
    torch.set_num_threads(2)
    assert here(*command, "-o", "killed.gif", "--resume")[0] == 0
    whole, killed = user.folder / "whole.gif", user.folder / "killed.gif"
    assert whole.read_bytes() == killed.read_bytes()
    assert not (user.folder / ".killed.gif.dreamgen").exists()


def test_ctrl_c_leaves_a_file_that_plays(user):
    command = ("zoom", "noise", *QUICK, "--seconds", 60, "--fps", 10, "--speed", 4, "-o", "a.gif")
    child = starts(*command)
    assert waits_for(user.folder / ".a.gif.dreamgen", 4, child)
    child.send_signal(signal.SIGINT)
    message = child.communicate(timeout=PATIENCE)[1].decode()
    assert child.returncode == 130
    assert "Traceback" not in message
    last = message.splitlines()[-1]
    assert last.startswith("dreamgen: interrupted: a.gif plays ")
    assert last.endswith("the same command with --resume goes on")
    assert f"plays {len(list(frames(user.folder / 'a.gif')))} of 600 frames" in last
    assert (user.folder / ".a.gif.dreamgen").is_dir()


def test_what_a_file_says_makes_it_again(here, tmp_path):
    assert (
        here("zoom", "sample:cat", *QUICK, *MOVE, "--loop", "-o", "a.gif", "--poster", "p.png")[0]
        == 0
    )
    assert here("rerun", "a.gif", "-o", "b.gif")[0] == 0
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "b.gif").read_bytes()
    recipe = here("recipe", "a.gif")[1]
    assert "loop = true" in recipe
    assert 'motion = "zoom(4.0)"' in recipe
    poster = np.asarray(Image.open(tmp_path / "p.png")).astype(int)
    assert np.abs(poster - next(frames(tmp_path / "a.gif"))).mean() < 12


def test_a_folder_of_frames(here, tmp_path):
    assert here("zoom", "noise", *QUICK, *MOVE, "-o", "out")[:2] == (0, "out\n")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"frame-{number:05}.png" for number in range(6)]
    mine = ("frame-of-grandma.png", "frame-00009.png", "frame-4.png")  # no frame of ours
    for name in mine:
        Image.new("RGB", (8, 8)).save(tmp_path / "out" / name)
    again = ("zoom", "noise", *QUICK, *MOVE, "-o", "out", "--fps", 3)
    code, _, told = here(*again)
    assert (code, told) == (2, "dreamgen: out holds a result already: --force replaces it\n")
    assert here(*again, "--force")[0] == 0
    frames = {f"frame-{number:05}.png" for number in range(3)}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*frames, *mine}


def test_objectives_change_on_the_way(here, tmp_path):
    """It begins as a zoom of the first objective does, and ends as no zoom of it would."""
    words = ("zoom", "noise", *QUICK, "--steps", 8, "--seconds", 1, "--fps", 3, "-q")
    words += ("--motion", "zoom(4)")
    first, second = ("--objective", "layer(2)"), "channel(4, 3)"
    assert here(*words, *first, "-o", "one.webp", "--set", "output.lossless=true")[0] == 0
    changing = ("--transition", second, "--set", "output.lossless=true")
    assert here(*words, *first, *changing, "-o", "both.webp")[0] == 0
    one, both = (list(frames(tmp_path / name)) for name in ("one.webp", "both.webp"))
    # Only the middle of the first frame shows some of the next keyframe already.
    first_apart, last_apart = (np.abs(one[k] - both[k]).mean() for k in (0, -1))
    assert first_apart < 3 < 7 < last_apart
    assert f'"{second}"' in here("recipe", "both.webp")[1]
    code, _, told = here(
        "zoom", "noise", *QUICK, "-o", "b.gif", "--transition", "channel(4, 9999)", "-q"
    )
    assert code == 2
    assert "channel 9999 is out of range" in told


def test_old_flags_still_work_and_one_line_names_the_new_one(user):
    words = ("zoom", "noise", *QUICK, "--through", "layer(3)", "--strength", 0.5, "--dry-run")
    done = user.types(*words)
    recipe, told = done.stdout.decode(), done.stderr.decode()
    assert 'transition = [\n    "layer(3)",\n]' in recipe
    assert "step_size = 0.5" in recipe
    assert sorted(line.partition(";")[0] for line in told.splitlines()) == [
        "dreamgen: --strength is now --step-size",
        "dreamgen: --through is now --transition",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--fps", 0), "--fps: zoom.fps = 0.0: must be greater than 0"),
        (("--seconds", 0), "--seconds: zoom.seconds = 0.0: must be greater than 0"),
        (("--speed", 0), "must be a factor per second"),
        (("--speed", 2, "--motion", "zoom(3)"), "--speed: the motion has speeds of its own"),
        (("--motion", "zom(2)"), "there is no motion 'zom' (did you mean zoom?)"),
        (("--motion", "zoom(2"), "expected"),
        (("--mode", "fedback"), "did you mean feedback?"),
        (("--loop", "--mode", "feedback"), "needs zoom.mode = nested"),
        (("--motion", "pan(2147483648)"), "--motion: the motion is too fast"),
        (("--motion", "126*pan(1e308)"), "--motion: the motion goes farther than numbers reach"),
        (("--loop", "--motion", "-126*pan(1e308)"), "--motion: the motion goes farther than"),
        (("--seconds", 2000, "--speed", 2), "--speed: the motion goes farther than"),
        (("--loop", "--speed", 1.01), "the motion is too small for a loop"),
        (("-o", "a.mp4", "--size", "65x64"), "video takes even sides only, as 66x64"),
        (
            ("-o", "a.png"),
            "the suffix '.png' is none of .apng, .avif, .gif, .mov, .mp4, .webm, .webp",
        ),
        (("-o", "nowhere/a.gif"), "there is no folder nowhere"),
        (("--resume",), "say with -o which file"),
        (("-o", "a.gif", "--resume"), "there is no unfinished work for a.gif"),
    ],
)
def test_bad_input_is_one_sentence(here, tmp_path, words, told):
    code, out, said = here("zoom", "noise", *QUICK, "-q", *words)
    assert (code, out, said.count("\n")) == (2, "", 1)
    assert told in said
    assert not list(tmp_path.iterdir())


def test_resuming_another_recipe_is_refused(here, tmp_path):
    begun = tmp_path / ".a.gif.dreamgen"
    begun.mkdir()
    command = ("zoom", "noise", *QUICK, "-o", "a.gif", "-q")
    (begun / "recipe.toml").write_text(here(*command, "--seed", 3, "--dry-run")[1])
    code, _, told = here(*command, "--resume")
    assert code == 2
    assert "was begun with another" in told
    assert "seed" in told


def test_resuming_work_that_was_moved_to_another_kind_of_file_is_refused(here, tmp_path):
    """Video wants even sides: what was dreamed for it does not fit the odd frames of a GIF."""
    command = ("zoom", "noise", *QUICK, *MOVE, "--fps", 2, "--size", 63, "-q")
    assert here(*command, "-o", "a.gif")[0] == 0
    moved = tmp_path / ".a.mp4.dreamgen"
    moved.mkdir()
    (moved / "recipe.toml").write_text(here("recipe", "a.gif")[1])
    code, _, told = here(*command, "-o", "a.mp4", "--resume")
    assert (code, told.count("\n")) == (2, 1)
    assert "was begun with another" in told
    assert "frame_size" in told


def test_a_folder_that_vanishes_is_one_sentence_and_promises_nothing(here, tmp_path, monkeypatch):
    from dreamgen.render.saving.resume import FolderStore

    put, folder = FolderStore.put, tmp_path / "films"
    folder.mkdir()

    def vanishing(store, name, value):
        if name.endswith("1"):
            shutil.rmtree(folder)
        put(store, name, value)

    monkeypatch.setattr(FolderStore, "put", vanishing)
    code, out, said = here("zoom", "noise", *QUICK, *MOVE, "-q", "-o", "films/a.gif")
    assert (code, out, said.count("\n")) == (1, "", 1)
    assert "cannot be written to: No such file or directory" in said
    assert "kept" not in said


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_full_disk_is_one_sentence_and_nothing_is_lost(user, here):
    """A limit on files' size stands in for a full disk: writing beyond it fails in the same way."""
    from dreamgen.render.saving.resume import folder_of

    script = Path(sys.executable).parent / "dreamgen"
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, -1)); "
        "sys.argv = sys.argv[1:]; exec(open(sys.argv[0]).read())"
    )
    command = ("zoom", "noise", *QUICK, *MOVE, "--fps", 30, "-q", "-o", "a.gif")
    done = subprocess.run(
        [sys.executable, "-c", limited, script, *map(str, command)],
        capture_output=True,
        check=False,
    )
    message = done.stderr.decode()
    assert (done.returncode, message.count("\n")) == (1, 1), message
    assert "a.gif cannot be written: File too large; what is finished is kept: --resume" in message
    assert list(folder_of(user.folder / "a.gif").glob("keyframe-*.safetensors"))
    assert here(*command, "--resume")[0] == 0
    assert len(list(frames(user.folder / "a.gif"))) == 30


def test_an_endless_zoom_ends_in_good_order_when_it_is_interrupted(tmp_path):
    folder = tmp_path / "frames"
    move = ("--seconds", 0.5, "--fps", 6, "--speed", 4)
    with starts("zoom", "noise", *QUICK, *move, "--endless", "-o", folder) as child:
        end = time.monotonic() + PATIENCE
        while len(list(folder.glob("*.png"))) < 8 and time.monotonic() < end:
            time.sleep(0.05)
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=PATIENCE)
    assert (child.returncode, out.decode().strip()) == (0, str(folder))
    numbers = [int(path.stem.removeprefix("frame-")) for path in sorted(folder.iterdir())]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) >= 8


def test_an_endless_zoom_that_is_killed_has_left_what_it_made(tmp_path):
    av = pytest.importorskip("av")
    path = tmp_path / "a.mp4"
    move = ("--seconds", 0.5, "--fps", 6, "--speed", 4)
    with starts("zoom", "noise", *QUICK, *move, "--endless", "-o", path) as child:
        end, shown = time.monotonic() + PATIENCE, 0
        while shown < 4 and time.monotonic() < end:
            time.sleep(0.1)
            with suppress(av.FFmpegError, FileNotFoundError), av.open(str(path)) as file:
                shown = sum(1 for _ in file.decode(video=0))
        child.kill()
        child.communicate(timeout=PATIENCE)
    with av.open(str(path)) as file:
        assert sum(1 for _ in file.decode(video=0)) >= 4


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "--endless: say with -o where to: a folder's name, or - for a player"),
        (("-o", "frames", "--resume"), "--endless: an endless zoom is not gone on with"),
        (("-o", "zoom.gif"), "holds all frames until the end"),
    ],
)
def test_an_endless_zoom_needs_a_place_for_it(user, more, said):
    assert said in user.is_told("zoom", "noise", "--endless", *more)
