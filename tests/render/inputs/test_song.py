"""A song goes with what is made: it is noted, laid under, and says how long a zoom lasts."""

from __future__ import annotations

import wave

import numpy as np
import pytest

from dreamgen.errors import BadInput, InputWarning
from dreamgen.recipe.schema import Recipe
from dreamgen.render.permissions import FOREIGN
from dreamgen.render.saving.save import usual_suffix
from dreamgen.render.session import Session

pytest.importorskip("av")

PLUGIN = '''
"""A curve whose file is heard."""
import numpy as np
from dreamgen import Curve, Curves, Entry, Soundtrack, hookimpl

class Tune(Curves):
    """High all through."""
    offers = ("high",)
    file: str
    start: float = 0.0

    def read(self, files, seconds):
        files.data(self.file)
        return {"high": Curve(np.ones(2), 1.0)}

    @property
    def sound(self):
        return Soundtrack(self.file, self.start, True)

@hookimpl
def dreamgen_curves():
    return [Entry("tune", "tune:Tune", "for tests")]
'''


@pytest.fixture
def registry(tmp_path, monkeypatch, dreamgen_plugin):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tune.py").write_text(PLUGIN)
    return dreamgen_plugin(tmp_path / "tune.py").registry


@pytest.fixture
def song(tmp_path):
    with wave.open(str(tmp_path / "song.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(np.zeros(int(8000 * 7.25), "<i2").tobytes())
    return "song.wav"


def compose(registry, permissions=None, **keys):
    given = {"curves": ["tune(song.wav)"], **keys}
    session = Session(registry, permissions)
    return session.compose("noise", None, [("test", given)], moving=True)


def test_a_zoom_lasts_as_long_as_its_song(registry, song):
    assert compose(registry).zoom.seconds == 7.25
    assert compose(registry, curves=["tune(song.wav, start=3)"]).zoom.seconds == 4.25
    assert compose(registry, zoom={"seconds": 2}).zoom.seconds == 2
    assert compose(registry, curves=[]).zoom.seconds == 4
    assert compose(registry, zoom={"endless": True}).zoom.seconds == 4


def test_a_zoom_lasts_ten_minutes_of_a_longer_song(registry, song, monkeypatch):
    monkeypatch.setattr("dreamgen.render.inputs.song.LONGEST", 6.0)
    with pytest.warns(
        InputWarning, match=r"^song\.wav lasts 0 minutes, and the zoom the first 0.1"
    ):
        assert compose(registry).zoom.seconds == 6


def test_what_has_a_song_is_a_video_if_nothing_says_otherwise(registry, song):
    assert usual_suffix(compose(registry), registry, ".gif") == ".mp4"
    assert usual_suffix(compose(registry, curves=[]), registry, ".gif") == ".gif"
    assert usual_suffix(compose(registry), registry, ".png") == ".png"
    assert usual_suffix(compose(registry, output="webp"), registry, ".gif") == ".webp"


def test_a_song_is_noted_and_laid_under(registry, song):
    small = {"size": 32, "steps": 0, "octaves": {"count": 1}, "device": "cpu"}
    recipe = compose(registry, **small, zoom={"seconds": 1, "fps": 5})
    session = Session(registry)
    job = session.prepare(session.plan(recipe))
    assert [*job.made["files_sha256"]] == ["song.wav"]
    assert str(job.sound.path) == "song.wav"
    assert (job.sound.start, job.sound.stop, job.sound.loops) == (0, 1, True)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("song.wav", b"", r"^song\.wav is empty"),
        ("song.wav", b"RIFF no sound at all", r"^song\.wav cannot be read as sound: "),
        ("nothing.wav", None, r"^there is no file nothing\.wav"),
    ],
)
def test_a_song_that_cannot_be_heard_is_one_sentence(registry, tmp_path, name, data, said):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInput, match=said) as caught:
        compose(registry, curves=[f"tune({name})"])
    assert "\n" not in str(caught.value)


def test_a_start_after_the_end_is_one_sentence(registry, song):
    with pytest.raises(BadInput, match=r"^song\.wav lasts 7\.25 s, and start is 9$"):
        compose(registry, curves=["tune(song.wav, start=9)"])


def test_a_foreign_recipe_may_not_read_songs(registry, song):
    with pytest.raises(BadInput, match=r"^the recipe would read song\.wav"):
        compose(registry, FOREIGN)
    recipe = Recipe(input="noise", curves=["tune(song.wav)"], zoom={"seconds": 1})
    with pytest.raises(BadInput, match=r"^the recipe would read song\.wav"):
        Session(registry, FOREIGN).plan(recipe)
