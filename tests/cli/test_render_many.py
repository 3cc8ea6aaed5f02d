"""Many inputs on one command line: none stops another, nothing is done twice."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

QUICK = ("--size", "32", "--steps", "1", "--octaves", "1")
FORMATS = ("png", "jpg", "webp", "tiff", "gif", "bmp")
KILLED = """
import os, signal
from dreamgen.cli.main import main

link, made = os.link, []

def link_and_die(*given):
    link(*given)
    made.append(given)
    if len(made) == 5:
        os.kill(os.getpid(), signal.SIGKILL)

os.link = link_and_die
main()
"""


@pytest.fixture
def photos(user):
    """Twenty files of all formats and sizes, three of which are broken."""
    folder = user.folder / "photos"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for number in range(16):
        height, width = 20 + number, 40 - number
        image = Image.fromarray(rng.integers(0, 255, (height, width, 3), "uint8"))
        image.save(folder / f"p{number:02}.{FORMATS[number % len(FORMATS)]}")
    (folder / "drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20">'
        '<rect width="9" height="9"/></svg>'
    )
    (folder / "broken1.jpg").write_bytes((folder / "p01.jpg").read_bytes()[:200])
    (folder / "broken2.png").write_bytes(b"")
    (folder / "broken3.webp").write_bytes(b"nonsense")
    return folder


def inodes(folder):
    return {path.name: path.stat().st_ino for path in folder.iterdir() if path.name[0] != "."}


def test_broken_files_stop_no_other_and_a_killed_run_goes_on(user, photos):
    out = user.folder / "dreams"
    words = [sys.executable, "-c", KILLED, "render", "photos", "-o", "dreams/", *QUICK]
    out.mkdir()
    done = subprocess.run(words, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(done.stdout.splitlines()) == 4  # each is told of once it is there
    before = inodes(out)
    assert len(before) == 5

    done = user.types("render", "photos", "-o", "dreams/", *QUICK, "--resume")
    assert done.returncode == 1
    after = inodes(out)
    assert len(after) == 17
    assert before.items() <= after.items()
    printed = done.stdout.decode().split()
    assert sorted(printed) == sorted(f"dreams/{name}" for name in after.keys() - before.keys())
    said = done.stderr.decode()
    sentences = [line for line in said.splitlines() if line.startswith("dreamgen: ")]
    assert len(sentences) == 3
    assert all(f"broken{number}" in sentences[number - 1] for number in (1, 2, 3))
    assert f"{len(printed)} made, {len(before)} skipped, for they are there, 3 failed" in said

    again = user.types("render", "photos", "-o", "dreams/", *QUICK, "--resume")
    assert again.stdout == b""
    assert inodes(out) == after


def test_one_picture_goes_into_a_folder_that_is_to_be(user):
    printed = user.gets("render", "sample:cat", "-o", "dreams/", *QUICK).strip()
    assert printed == "dreams/cat-dream.png"


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_a_name_that_is_no_text_stops_no_other_input(user, photos):
    for path in photos.iterdir():
        path.unlink()
    for name in (b"a.png", b"lat\xe9n.png", b"z.png"):
        Image.new("RGB", (40, 30), "teal").save(photos / os.fsdecode(name))
    done = user.types("render", "photos", "-o", "dreams/", *QUICK)
    assert done.returncode == 1
    assert "not valid Unicode" in done.stderr.decode()
    assert sorted(inodes(user.folder / "dreams")) == ["a-dream.png", "z-dream.png"]


def test_results_are_not_put_among_the_inputs(user, photos):
    told = user.is_told("render", "photos", "-o", "photos/", *QUICK)
    assert "photos is a folder of inputs" in told


def test_each_of_many_is_as_if_it_had_been_made_alone(user, photos):
    user.gets("render", "photos/p00.png", "photos/p0[12].*", "-o", "many/", *QUICK, "--seed", "3")
    user.gets("render", "photos/p01.jpg", "-o", "alone.png", *QUICK, "--seed", "3")
    together = user.folder / "many" / "p01-dream.png"
    assert together.read_bytes() == (user.folder / "alone.png").read_bytes()


def test_names_come_from_a_template_and_inputs_from_a_list(user, photos):
    listed = b"photos/p00.png\n  \nphotos/p04.gif\n"
    words = ("render", "-", "-o", "d/{number:02}-{stem}-{seed}.webp", *QUICK, "--json", "-q")
    lines = user.gets(*words, stdin=listed).splitlines()
    results = [json.loads(line) for line in lines]
    assert [each["path"] for each in results] == ["d/01-p00-0.webp", "d/02-p04-0.webp"]
    assert [each["recipe"]["input"] for each in results] == listed.decode().split()
    assert all(Path(each["path"]).is_file() for each in results)


def test_a_loaders_own_options_reach_only_the_files_that_it_reads(user, photos):
    done = user.types(
        "render", "photos/drawing.svg", "photos/p00.png", "-o", "d/", *QUICK, "--where", "text"
    )
    alone = user.types("render", "photos/p00.png", "-o", "alone.png", *QUICK, "--where", "text")
    assert (done.returncode == 0) is (alone.returncode == 0)


def test_dry_run_says_what_would_be_made(user, photos):
    said = user.gets("render", "photos/p0[01].*", "-o", "d/", "--seed", "3", "--dry-run")
    assert said == "d/p00-dream.png  from photos/p00.png\nd/p01-dream.png  from photos/p01.jpg\n"
    assert not (user.folder / "d").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("photos", "-o", "one.png"), "one sheet of them is made with --vary"),
        (("photos", "--sede", "3"), "did you mean --seed"),
        (("photos", "-o", "{sed}.png"), "did you mean seed"),
        (("*.gif",), "no file is *.gif"),
        (("photos", "--on", "lokal"), "did you mean local"),
        (("photos", "--on", "nova://host"), "install the one that does, as dreamgen-nova"),
        (("photos", "--force", "--resume"), "replaced or kept, not both"),
        (("photos", "--effect", "crumble"), "did you mean crumple"),
        (("photos", "--layer", "99"), "there is no layer '99': bestiary has layers 1-8"),
    ],
)
def test_what_is_wrong_for_all_is_said_before_anything_starts(user, photos, words, said):
    assert said in user.is_told("render", *words)


def test_interrupted_it_says_how_to_go_on(user, photos, monkeypatch):
    from dreamgen.tasks.worker import Worker

    made = []
    original = Worker.make

    def interrupt_after_two(worker, tasks):
        for each in original(worker, tasks):
            yield each
            made.append(each)
            if len(made) == 2:
                raise KeyboardInterrupt

    monkeypatch.setattr(Worker, "make", interrupt_after_two)
    done = user.types("render", "photos/p*", "-o", "d/", *QUICK)
    assert done.returncode == 130
    assert b"interrupted: 2 made; the same command with --resume makes the rest" in done.stderr
    assert len(list((user.folder / "d").iterdir())) == 2


def test_a_file_of_jobs_is_run_and_resumed(user, photos):
    (user.folder / "jobs.toml").write_text(
        """
        [defaults]
        size = 32
        steps = 1
        octaves = 1
        out = "d/"
        [[render]]
        inputs = ["photos/p0[01].*"]
        [[zoom]]
        input = "photos/p00.png"
        zoom = { seconds = 0.1, fps = 20 }
        """
    )
    assert user.gets("run", "jobs.toml", "-q").split() == [
        "d/p00-dream.png",
        "d/p01-dream.png",
        "d/p00-dream.gif",
    ]
    assert user.gets("run", "jobs.toml", "-q", "--resume") == ""
    assert "2 made" not in user.is_told("run", "missing.toml")


STUB = '''
import time
from dreamgen import Entry, Executor, Made, hookimpl

dreamgen_api = "1.1"


@hookimpl
def dreamgen_executors():
    return [Entry("stub", f"{__name__}:Stub", "nothing, quickly")]


class Stub(Executor):
    """Makes nothing of each task."""

    def run(self, tasks, setup):
        for task in tasks:
            yield Made(task.number)
'''


def test_a_plugins_executor_is_named_by_its_name_and_takes_a_long_list(user):
    (user.folder / "stub.py").write_text(STUB)
    rows = (json.dumps({"input": f"p/{n}.jpg", "out": "d/{stem}.png"}) for n in range(3000))
    (user.folder / "list.jsonl").write_text("\n".join(rows))
    start = time.process_time()
    done = user.types("run", "list.jsonl", "--plugin", "stub.py", "--on", "stub")
    assert done.returncode == 0, done.stderr
    assert b"3000 made" in done.stderr
    assert time.process_time() - start < 60


def test_many_zooms_are_made_one_after_another(user, photos):
    words = ("zoom", "photos/p00.png", "photos/p01.jpg", "-o", "z/{stem}.gif", "--seconds", "0.1")
    printed = user.gets(*words, "--fps", "20", *QUICK, "-q")
    assert printed.split() == ["z/p00.gif", "z/p01.gif"]
