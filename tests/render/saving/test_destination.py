"""Where a result may go, and where it may not."""

from __future__ import annotations

import os
import threading

import pytest

from dreamgen.errors import BadInput
from dreamgen.outputs.moving.frames import Frames
from dreamgen.outputs.stills.png import Png
from dreamgen.render.saving.destination import check_writable, claim, claim_first_free, open_device
from dreamgen.render.saving.save import numbered, save


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(b"precious")
    return path


@pytest.mark.parametrize("kind", ["itself", "symlink", "hard link", "dotted"])
def test_what_a_result_is_made_from_is_never_written(tmp_path, photo, kind):
    other = tmp_path / "other.png"
    if kind == "symlink":
        other.symlink_to(photo)
    elif kind == "hard link":
        os.link(photo, other)
    else:
        other = photo if kind == "itself" else tmp_path / ".." / tmp_path.name / "photo.png"
    with (
        pytest.raises(BadInput, match="is what the result is made from"),
        claim(other, Png(), sources=["text", str(photo)], may_replace=lambda path: True),
    ):
        pass
    assert photo.read_bytes() == b"precious"


def test_what_is_there_stays_unless_it_may_be_replaced(photo, frame):
    with pytest.raises(BadInput, match="exists already: overwrite=True"), claim(photo, Png()):
        pass
    with claim(photo, Png(), may_replace=lambda path: True) as place:
        save([frame()], place, Png(), "seed = 1\n")
    assert Png.read_recipe(photo) == "seed = 1\n"


def test_what_appears_meanwhile_stays_and_both_are_kept(tmp_path, frame):
    path = tmp_path / "a.png"
    with claim(path, Png()) as place:
        path.write_bytes(b"precious")
        assert save([frame()], place, Png(), "seed = 1\n") == tmp_path / "a-2.png"
    assert path.read_bytes() == b"precious"
    assert Png.read_recipe(tmp_path / "a-2.png") == "seed = 1\n"


def test_an_interrupted_result_never_replaces_an_older_one(photo, frame):
    with claim(photo, Png(), may_replace=lambda path: True) as place:
        names = [save([frame()], place, Png(), "", whole=lambda: False).name for _ in range(2)]
    assert names == ["photo-unfinished.png", "photo-unfinished-2.png"]
    assert photo.read_bytes() == b"precious"
    with claim(photo, Png(), is_own=lambda path: True) as place:
        assert save([frame()], place, Png(), "", whole=lambda: False) == photo


def test_names_are_reserved_while_results_are_made(tmp_path):
    usual = tmp_path / "a.png"
    with (
        claim_first_free(numbered(usual), Png()) as one,
        claim_first_free(numbered(usual), Png()) as two,
    ):
        (tmp_path / "a-3.png").touch()
        with claim_first_free(numbered(usual), Png()) as three:
            names = [place.path.name for place in (one, two, three)]
    assert names == ["a.png", "a-2.png", "a-4.png"]
    assert [path.name for path in tmp_path.iterdir()] == ["a-3.png"]


def test_a_pipe_gets_the_file_and_stays_a_pipe(tmp_path, frame):
    pipe, got = tmp_path / "pipe.png", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    with open_device(pipe, tmp_path / "dream.png", Png()) as place:
        save([frame()], place, Png(), "seed = 1\n")
    reader.join()
    (tmp_path / "copy.png").write_bytes(got[0])
    assert Png.read_recipe(tmp_path / "copy.png") == "seed = 1\n"
    assert pipe.is_fifo()
    with (
        pytest.raises(BadInput, match="is no folder"),
        open_device(type(pipe)("/dev/null"), tmp_path / "dream", Frames()),
    ):
        pass


def test_a_link_into_a_folder_that_is_not_there_names_that_folder(tmp_path):
    link = tmp_path / "link.png"
    link.symlink_to(tmp_path / "nowhere" / "x.png")
    with pytest.raises(BadInput, match=r"link\.png: there is no folder .*nowhere$"):
        check_writable(link)
