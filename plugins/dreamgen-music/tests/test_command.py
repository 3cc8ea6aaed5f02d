"""`dreamgen curves`: what was heard, drawn and listed."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from dreamgen import BadInput

pytest.importorskip("dreamgen_music", reason="the plugin is not installed here")
pytest.importorskip("av")

from dreamgen_music.command import curves
from dreamgen_music.curves import NAMES, draw_curves
from dreamgen_music.drawing.paint import fit, paint_area
from dreamgen_music.drawing.picture import draw_song
from dreamgen_music.drawing.theme import DARK, LIGHT
from dreamgen_music.listening.song import listen


@pytest.fixture
def song(tmp_path, make, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "song.wav"
    path.write_bytes(make("clicks", 4, 120)[0])
    return path


def test_a_table_can_be_read_back_as_a_curve(song, files):
    from dreamgen.curves.csv import Csv

    curves(song, song.with_suffix(".csv"), fps=25.0)
    rows = song.with_suffix(".csv").read_text().splitlines()
    assert rows[0] == ",".join(["seconds", *NAMES])
    assert len(rows) == 101
    source = files(song_csv=song.with_suffix(".csv").read_bytes())
    read = Csv(file="song.csv", column="beat", raw=True).read(source, 4 - 1 / 25)["value"]
    whole = draw_curves(listen(song.read_bytes(), "a"), 0.1, 0.3)["beat"]
    assert read.at(1.0) == pytest.approx(whole[100], abs=1e-3)


def test_json_is_one_object(song, capsys):
    curves(song, as_json=True, fps=10.0)
    heard = json.loads(capsys.readouterr().out)
    assert heard["schema"] == 1
    assert heard["tempo"] == pytest.approx(120, rel=0.01)
    assert heard["beats"] == pytest.approx(np.arange(0.5, 4, 0.5), abs=0.02)
    assert {*heard["onsets"][0]} == {"time", "strength"}
    assert (*heard["curves"],) == NAMES
    assert {len(values) for values in heard["curves"].values()} == {40}
    assert [path.name for path in song.parent.iterdir()] == ["song.wav"]


def test_a_picture_is_drawn(song, capsys):
    curves(song)
    assert capsys.readouterr().out == "song-curves.png\n"
    with Image.open("song-curves.png") as image:
        assert image.width == 1800


def test_a_picture_shows_the_curves_in_their_colours(song):
    heard = listen(song.read_bytes(), "song.wav")
    found = draw_curves(heard, 0.1, 0.3)
    for theme in (LIGHT, DARK):
        pixels = np.asarray(draw_song(heard, found, "song.wav", theme))
        assert (pixels[2, 2] == theme.ground).all()
        for name in ("beat", "treble"):
            assert (pixels == theme.curves[name]).all(-1).sum() > 500


def test_an_area_is_as_high_as_its_values():
    """Of two pixels' edge and what is under it, in each column."""
    pixels = np.zeros((100, 4, 3))
    paint_area(pixels, np.array([0.0, 0.25, 0.5, 1.0]), (255, 255, 255))
    covered = (pixels[..., 0] > 40).sum(0)
    assert covered[1:] == pytest.approx([25, 50, 100], abs=2)


def test_the_highest_of_a_pixel_is_kept():
    values = np.zeros(1000)
    values[::100] = 1
    assert fit(values, 10, "highest").tolist() == [1] * 10
    assert fit(values, 10, "mean") == pytest.approx(0.01)
    assert fit(np.arange(3.0), 5, "mean").tolist() == [0, 0.5, 1, 1.5, 2]


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("curves.gif", r"curves\.gif: the suffix '\.gif' is none of \.png, \.jpg"),
        ("there.png", r"there\.png exists already: --force replaces it"),
        ("nowhere/a.png", r"nowhere/a\.png cannot be written: there is no folder .*nowhere"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(song, out, said):
    (song.parent / "there.png").write_bytes(b"")
    with pytest.raises(BadInput, match=said):
        curves(song, song.parent / out)
    assert (song.parent / "there.png").read_bytes() == b""


def test_a_song_that_is_not_there_is_one_sentence(song):
    with pytest.raises(BadInput, match=r"there is no file .*nothing\.wav$"):
        curves(song.with_name("nothing.wav"))
    old = song.with_name("old.png")
    old.write_bytes(b"")
    with pytest.raises(BadInput, match=r"there is no file .*nothing\.wav$"):
        curves(song.with_name("nothing.wav"), old, force=True)
