"""Films as a user dreams them."""

from __future__ import annotations

import os
import signal
import sys
import tomllib

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("cv2")

QUICK = ("--size", 64, "--steps", 1, "--octaves", 1, "-q")


@pytest.fixture
def clip(tmp_path):
    noise = np.random.default_rng(3).random((20, 30, 3))
    whole = Image.fromarray((noise * 255).astype(np.uint8)).resize((150, 100), Image.BICUBIC)
    frames = [whole.crop((2 * k, 0, 2 * k + 128, 96)) for k in range(5)]
    frames[0].save(tmp_path / "clip.gif", save_all=True, append_images=frames[1:], duration=100)
    return "clip.gif"


def test_what_is_missing_is_said_before_anything_is_dreamed(user, clip, monkeypatch):
    monkeypatch.setitem(sys.modules, "cv2", None)
    assert "optical flow needs OpenCV: pip install" in user.is_told("film", clip, "-o", "a.mp4")


def count_frames(path):
    with Image.open(path) as image:
        return image.n_frames


def test_a_film_is_dreamed_and_makes_itself_again(here, clip, tmp_path):
    words = ("--from", "0:00.1", "--every", 2, "-o", "a.webp")
    assert here("film", clip, *QUICK, *words)[:2] == (0, "a.webp\n")
    assert count_frames(tmp_path / "a.webp") == 4
    recipe = here("recipe", "a.webp")[1]
    assert "start = 0.1" in recipe
    assert here("rerun", "a.webp", "-q", "-o", "b.webp")[0] == 0
    assert (tmp_path / "a.webp").read_bytes() == (tmp_path / "b.webp").read_bytes()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1 - 3*u", "0 at 0.1 s: must be greater than or equal to 1"),
        ("2.5", "film.every = 2.5: must be a whole number"),
        ("1,", "film.every = '1,': must be a whole number or a formula"),
    ],
)
def test_how_many_frames_are_dreamed_may_change(here, clip, text, told):
    """The option takes what its key takes."""
    for words in (("--every", "1 + 2*u"), ("--set", "film.every=1 + 2*u")):
        code, out, _ = here("film", clip, *QUICK, *words, "--dry-run")
        assert (code, tomllib.loads(out)["film"]["every"]) == (0, "1 + 2*u")
    for words in (("--every", text), ("--set", f"film.every={text}")):
        code, _, said = here("film", clip, *QUICK, *words)
        assert (code, said.count("\n"), told in said) == (2, 1, True), said


def test_a_film_that_was_stopped_goes_on(here, clip, tmp_path, monkeypatch):
    """It is stopped in its third frame; the file plays, and the rest comes out as in one go."""
    from dreamgen.engine.film.dreamer import Dreamer

    assert here("film", clip, *QUICK, "-o", "whole.webp")[0] == 0
    follow, followed = Dreamer.follow, []

    def stop_in_third(*given):
        followed.append(given)
        if len(followed) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return follow(*given)

    monkeypatch.setattr(Dreamer, "follow", stop_in_third)
    code, _, told = here("film", clip, *QUICK, "-o", "again.webp")
    assert code == 130
    assert told.endswith("the same command with --resume goes on\n")
    done = count_frames(tmp_path / "again.webp")
    assert 1 <= done < 5
    followed = [*range(9)]  # stop no more
    assert here("film", clip, *QUICK, "-o", "again.webp", "--resume")[:2] == (0, "again.webp\n")
    assert len(followed) == 9 + 5 - done
    assert (tmp_path / "again.webp").read_bytes() == (tmp_path / "whole.webp").read_bytes()


def test_what_is_stopped_while_its_last_frame_is_written_is_whole(
    here, clip, tmp_path, monkeypatch
):
    from dreamgen.outputs.moving.animated_webp import AnimatedWebp

    write, written = AnimatedWebp._write_frame, []

    def stop_in_last(*given):
        written.append(given)
        if len(written) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return write(*given)

    monkeypatch.setattr(AnimatedWebp, "_write_frame", stop_in_last)
    words = ("film", clip, *QUICK, "--fps", 10, "--to", 0.2, "-o", "a.webp", "-q")
    assert here(*words) == (0, "a.webp\n", "")
    assert count_frames(tmp_path / "a.webp") == 2
    assert not [*tmp_path.glob(".*")]  # nothing is left to go on with


def test_resuming_what_is_finished_says_so_and_touches_nothing(here, clip, tmp_path):
    words = ("film", clip, *QUICK[:-1], "--to", 0.2, "-o", "a.webp")
    assert here(*words, "-q")[0] == 0
    before = (tmp_path / "a.webp").stat().st_mtime_ns
    code, out, told = here(*words, "--resume")
    assert (code, out, told) == (0, "a.webp\n", "a.webp is finished already\n")
    assert (tmp_path / "a.webp").stat().st_mtime_ns == before
    code, out, told = here(*words, "--new", 0.9, "--resume", "-q")
    assert (code, out) == (2, "")
    assert "a.webp exists already, made with another film.new" in told
    (tmp_path / clip).write_bytes((tmp_path / clip).read_bytes() + b" ")
    assert "clip.gif has changed since" in here(*words, "--resume", "-q")[2]


def test_many_films_are_made_and_a_broken_one_stops_no_other(here, clip, tmp_path):
    (tmp_path / "broken.mp4").write_bytes(b"")
    frames = tmp_path / "frames"
    frames.mkdir()
    with Image.open(tmp_path / clip) as film:
        for number in range(3):
            film.seek(number)
            film.convert("RGB").save(frames / f"{number}.png")
    words = ("film", "broken.mp4", clip, "frames", *QUICK, "--to", 0.1, "--fps", 10)
    code, out, told = here(*words, "-o", "dreams/{stem}-{film.every}.webp")
    assert (code, out) == (1, "dreams/clip-1.webp\ndreams/frames-1.webp\n")
    assert told == "dreamgen: broken.mp4 is empty\n"
    assert count_frames(tmp_path / "dreams/clip-1.webp") == 1
    code, out, told = here(*words, "-o", "dreams/{stem}-{film.every}.webp", "--resume")
    assert (code, out, told) == (1, "", "dreamgen: broken.mp4 is empty\n")


def test_a_film_varies_by_its_own_keys(here, clip):
    words = ("film", clip, "--vary", "every=1,2", "--vary", "seed=3,4", "--dry-run")
    out = here(*words, "-o", "{stem}{varied}.mp4")[1]
    names = [line.split()[0] for line in out.splitlines()]
    assert names == [f"clip-every-{n}-seed-{s}.mp4" for n in (1, 2) for s in (3, 4)]
    assert (
        "--vary speed: is for zooms, and this is a film"
        in here("film", clip, "--vary", "speed=1,2")[2]
    )


def test_a_folder_of_films_is_many_and_one_of_frames_is_one(here, clip, tmp_path):
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / "a.mp4").write_bytes(b"")
    (tmp_path / "clips" / "b.mp4").write_bytes(b"")
    code, out, told = here("film", "clips", "-o", "dreams", "-q")
    assert (code, out) == (1, "")
    assert told == "dreamgen: clips/a.mp4 is empty\ndreamgen: clips/b.mp4 is empty\n"


def test_frames_are_named_and_read_by_a_pattern(here, clip, tmp_path):
    words = ("film", clip, *QUICK, "--to", 0.2, "-o", "shots/a-%03d.png")
    assert here(*words)[:2] == (0, "shots/a-%03d.png\n")
    names = sorted(path.name for path in (tmp_path / "shots").iterdir())
    assert names == ["a-000.png", "a-001.png"]
    told = "dreamgen: shots/a-%03d.png holds a result already: --force replaces it\n"
    assert here(*words) == (2, "", told)
    assert here(*words[:-2], "-o", "shots/a-%03d.png", "--resume")[:2] == (0, "shots/a-%03d.png\n")
    again = ("film", "shots/a-%03d.png", *QUICK, "-o", "b.webp")
    assert here(*again)[:2] == (0, "b.webp\n")
    assert count_frames(tmp_path / "b.webp") == 2
    code, _, told = here("film", clip, "shots", *QUICK, "-o", "more/{stem}-%03d.png")
    assert (code, told.count("\n")) == (2, 1)
    assert "names the frames of one film, and there may be many" in told


def test_a_full_disk_is_one_sentence_and_what_is_finished_is_kept(
    here, clip, tmp_path, monkeypatch
):
    from dreamgen.outputs.moving.animated_webp import AnimatedWebp

    assert here("film", clip, *QUICK, "-o", "whole.webp")[0] == 0
    write, written = AnimatedWebp._write_frame, []

    def fill(*given):
        written.append(given)
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        write(*given)

    with monkeypatch.context() as patch:
        patch.setattr(AnimatedWebp, "_write_frame", fill)
        code, out, told = here("film", clip, *QUICK, "-o", "a.webp")
    assert (code, out) == (1, "")
    assert told == (
        "dreamgen: a.webp cannot be written: No space left on device; what is finished is kept: "
        "--resume goes on from there\n"
    )
    assert here("film", clip, *QUICK, "-o", "a.webp", "--resume")[0] == 0
    assert (tmp_path / "a.webp").read_bytes() == (tmp_path / "whole.webp").read_bytes()


def test_a_mask_that_ends_early_stays_as_it_was_last_and_that_is_said(here, clip, tmp_path):
    masks = [Image.new("L", (128, 96), level) for level in (255, 0)]
    masks[0].save(tmp_path / "mask.gif", save_all=True, append_images=masks[1:], duration=100)
    code, _, told = here("film", clip, *QUICK, "--mask", "mask.gif", "-o", "a.webp")
    assert code == 0
    assert told == "dreamgen: the mask mask.gif ends at 0.20 s: its last picture stays from there\n"


def test_frames_whose_mask_is_black_stay_as_they_are(here, tmp_path):
    """And the dream begins again where it is not, whether it is resumed there or not."""
    noise = np.random.default_rng(3).integers(0, 256, (96, 128, 3), np.uint8)
    for number in range(4):
        (tmp_path / "clip").mkdir(exist_ok=True)
        (tmp_path / "mask").mkdir(exist_ok=True)
        Image.fromarray(np.roll(noise, number, 1)).save(tmp_path / f"clip/{number}.png")
        Image.new("L", (128, 96), 255 * (number > 1)).save(tmp_path / f"mask/{number}.png")
    words = ("film", "clip", "--mask", "mask", *QUICK[2:], "--size", 128)
    assert here(*words, "-o", "a-%d.png")[:2] == (0, "a-%d.png\n")
    for number in range(4):
        made, given = (
            np.asarray(Image.open(tmp_path / name).convert("RGB"), float)
            for name in (f"a-{number}.png", f"clip/{number}.png")
        )
        assert (np.abs(made - given).max() < 2) == (number < 2)


def test_the_recipe_of_a_dry_run_is_a_film(here, clip):
    code, told, _ = here("film", clip, "--to", "0:00.3", "--new", 0.5, "--dry-run")
    assert code == 0
    assert "[film]" in told
    assert "stop = 0.3" in told
    assert "[zoom]" not in told


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nothing.mp4",), "there is no file nothing.mp4"),
        (("clip.gif", "--from", "7"), "lasts 0.50 s"),
        (("clip.gif", "--to", "later"), "must be a time, as 12.5 in seconds, 0:12 or 1:02:03"),
        (("clip.gif", "-o", "a.png"), "the suffix '.png' is none of"),
        (("clip.gif", "--every", "0"), "--every: film.every = 0: must be greater than"),
        (("clip.gif", "--to", "-1"), "--to: film.stop"),
        (("clip.gif", "--flow", "raff"), "--flow: film.flow = 'raff': allowed are 'dis' or 'raft'"),
        (("",), "no film is given"),
        (("clip.gif", "--loader", "svg"), "--loader: svg reads no films: leave it out"),
        (("clip.gif", "--loader", "swg"), "--loader: there is no loader 'swg' (did you mean svg?)"),
        (("clip.gif", "--where", ""), "--where: is empty: give what is to dream"),
        (("clip.gif", "--on", ""), "--on: is empty: give an executor"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(here, clip, words, message):
    code, told, problem = here("film", *words)
    assert (code, told) == (2, "")
    assert message in problem
    assert problem.count("\n") == 1


def test_a_film_that_was_stopped_here_goes_on_elsewhere_shot_by_shot(
    here, clip, tmp_path, monkeypatch
):
    """The part of it that plays meanwhile is replaced; a file of jobs makes the same film."""
    from dreamgen.engine.film.dreamer import Dreamer

    assert here("film", clip, *QUICK, "-o", "whole.webp")[0] == 0
    follow, stops = Dreamer.follow, [True]

    def stop_once(*given):
        if stops.pop() if stops else False:
            os.kill(os.getpid(), signal.SIGINT)
        return follow(*given)

    monkeypatch.setattr(Dreamer, "follow", stop_once)
    assert here("film", clip, *QUICK, "-o", "again.webp")[0] == 130
    assert (tmp_path / "again.webp").exists()
    code, told, _ = here("film", clip, *QUICK, "-o", "again.webp", "--on", "local", "--resume")
    assert (code, told) == (0, "again.webp\n")
    whole = (tmp_path / "whole.webp").read_bytes()
    assert (tmp_path / "again.webp").read_bytes() == whole
    assert not [path.name for path in tmp_path.iterdir() if path.name.endswith(".dreamgen")]

    (tmp_path / "jobs.toml").write_text(
        "[defaults]\nsize = 64\nsteps = 1\noctaves = { count = 1 }\n"
        '[[film]]\ninput = "clip.gif"\nout = "listed.webp"\n'
    )
    assert here("run", "jobs.toml", "-q", "--on", "local")[:2] == (0, "listed.webp\n")
    assert (tmp_path / "listed.webp").read_bytes() == whole
