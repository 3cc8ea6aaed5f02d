"""Requests written out: what a shell would make of them, and nothing that names a file of ours."""

from __future__ import annotations

import io
import shlex
import time
import warnings
import wave
from pathlib import Path

import pytest
from pydantic import ValidationError

from dreamgen import BadInput, Session
from dreamgen.cli.main import main
from dreamgen_studio.describe import Describer
from dreamgen_studio.files.films import Films
from dreamgen_studio.files.uploads import Uploads
from dreamgen_studio.request import FieldProblem, Request
from dreamgen_studio.settings import Settings
from dreamgen_studio.settings_of import read_settings

SESSION = Session()


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads", Settings(), SESSION)


@pytest.fixture
def describer(uploads: Uploads) -> Describer:
    return Describer(SESSION, uploads, Films(uploads), Settings().for_guests())


def bring(uploads: Uploads, name: str, colour: str = "red") -> str:
    """Bring a drawing; its name may have any suffix, for what is in a file counts."""
    start = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48">'
    drawing = f'{start}<rect width="64" height="48" fill="{colour}"/></svg>'
    return uploads.keep("me", name, io.BytesIO(drawing.encode())).id


def test_a_shell_in_the_folder_of_the_files_makes_the_same(
    uploads, describer, tmp_path, monkeypatch, capsys
):
    source, mask, guide = (
        bring(uploads, name, colour)
        for name, colour in (("My cat (1).png", "red"), ("mask.png", "white"), ("it's.png", "blue"))
    )
    settings = {
        "objective": f'channel(3, 12) + 0.5*guide("{guide}")',
        "regularisers": '["jitter", "blur(start=2)"]',
        "effects": "[]",
        "octaves.count": "3",
        "octaves.step_decay": "0.5",
        "colour": "keep",
        "size": "96",
    }
    request = Request(source=source, preset="closeup", settings=settings, mask=mask)
    found = describer.describe("me", request)
    assert found.name == "My cat (1)-closeup.png"
    assert str(tmp_path) not in found.toml + found.command
    assert "up-" not in found.toml + found.command
    for name, path in found.places.items():
        (tmp_path / name).write_bytes(Path(path).read_bytes())
    words = shlex.split(found.command)
    assert words[:2] == ["dreamgen", "render"]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [*words, "--dry-run"])
    monkeypatch.setattr("warnings.showwarning", warnings.showwarning)  # which main() sets
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    assert capsys.readouterr().out.strip() == found.toml.strip()


def test_two_files_of_one_name_stay_two(uploads, describer):
    first, second = bring(uploads, "a.png", "red"), bring(uploads, "a.png", "blue")
    found = describer.describe("me", Request(source=first, mask=second))
    assert (found.recipe.input, found.recipe.mask) == ("a.png", "a-2.png")
    assert len(set(found.places.values())) == 2


def test_a_zoom_is_written_as_one(describer):
    settings = {"zoom.seconds": "2", "zoom.motion": "zoom(2) + rotate(9)"}
    request = Request(source="sample:cat", kind="zoom", settings=settings, suffix=".webp")
    command = describer.describe("me", request).command
    assert command == (
        "dreamgen zoom sample:cat --seconds 2 --motion 'zoom(2) + rotate(9)' -o cat-dream.webp"
    )


PATHS = (
    "/etc/passwd",
    "../../../etc/passwd",
    "~/.ssh/id_rsa",
    "file:///etc/passwd",
    "\\\\host\\share",
    "C:\\Windows\\win.ini",
)
PLACES = {
    "weights": "{}",
    "backbone": "{}",
    "mask": "{}",
    "input": "{}",
    "objective": 'guide("{}")',
    "parameterisation": 'maco(like="{}")',
    "loader": 'table(chart="{}")',
    "effects": "[\"closeup(mask='{}')\"]",
    "output": '{{ use = "png", path = "{}" }}',
    "zoom.motion": 'zoom("{}")',
    "curves": '["csv({}, a)"]',
    "step_size": "0.5 + csv({}, a)",
    "at": '[{{ time = 1, objective = "guide({})" }}]',
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("key", PLACES)
def test_no_path_can_be_named_in_any_setting(describer, key, path):
    settings = {key: PLACES[key].format(path)}
    with pytest.raises(FieldProblem) as refused:
        describer.describe("me", Request(source="noise", settings=settings))
    assert "root:" not in str(refused.value)


@pytest.mark.parametrize("path", [*PATHS, "-", "sample:../x", "up-" + "0" * 20])
def test_no_path_can_be_the_source_mask_preset_or_suffix(describer, path):
    for field in ("source", "mask", "preset", "suffix"):
        if field == "suffix" and len(path) > 12:  # no request holds one
            continue
        request = Request(**{"source": "noise", field: path})  # type: ignore[arg-type]
        with pytest.raises(FieldProblem) as refused:
            describer.describe("me", request)
        assert refused.value.field == {"suffix": "output"}.get(field, field)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A working directory that has files in it which nobody brought."""
    monkeypatch.chdir(tmp_path)
    for name in ("secret.png", "secret.safetensors", "secret.toml", "secret.csv", "secret"):
        (tmp_path / name).write_bytes(b"secret")
    return tmp_path


@pytest.mark.parametrize("name", ["secret.png", "secret.safetensors", "secret.toml"])
def test_files_beside_the_server_are_nobodys(describer, here, name):
    for field in ("source", "mask", "preset"):
        with pytest.raises(FieldProblem):
            describer.describe("me", Request(**{"source": "noise", field: name}))  # type: ignore[arg-type]
    for key in ("weights", "backbone", "mask", "input", "objective", "parameterisation"):
        settings = {key: PLACES[key].format(name)}
        with pytest.raises(FieldProblem):
            describer.describe("me", Request(source="noise", settings=settings))


MOVING = {
    "step_size": "0.5 + 0.3*sin(2*pi*t/3) + (1 + u)/2",
    "zoom.motion": "zoom(1.2 + u / 4) + rotate(10*sin(t))",
    "at": '[{"time" = 2.0, "ease" = "linear", "steps" = 9, '
    '"zoom" = {"motion" = "zoom(2)", "blend" = "u/2"}}]',
}


def test_formulas_and_keyframes_are_settings_and_come_back(describer):
    request = Request(source="sample:cat", kind="zoom", settings=MOVING)
    found = describer.describe("me", request)
    assert found.recipe.at[0].to.steps == 9
    kind, again = read_settings(found.toml, SESSION)
    assert kind == "zoom"
    assert again["step_size"] == MOVING["step_size"]
    assert again.pop("input") == "sample:cat"
    assert (
        describer.describe("me", Request(source="sample:cat", kind="zoom", settings=again)) == found
    )


def test_an_upload_may_be_what_formulas_follow(uploads, describer):
    table = uploads.keep("me", "my prices.csv", io.BytesIO(b"day,close\n1,3\n2,9\n")).id
    for settings in (
        {"curves": f'["csv({table}, close)"]', "step_size": "0.5 + value"},
        {"step_size": 'csv("my prices.csv", close) / 2'},
    ):
        request = Request(source="sample:cat", kind="zoom", settings=settings)
        found = describer.describe("me", request)
        assert "my prices.csv" in found.toml
        assert table not in found.command
        assert [*found.places] == ["my prices.csv"]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"step_size": "0.5 + "}, "step_size"),
        ({"step_size": "0.5 + beet"}, "beet"),
        ({"at": "[{time = 1, size = 99}]"}, "cannot change on the way"),
        ({"at": "[{time = 1, step_size = -3}]"}, "-3"),
    ],
)
def test_what_is_wrong_over_time_is_said_at_once(describer, settings, words):
    with pytest.raises(FieldProblem, match=words) as refused:
        describer.describe("me", Request(source="sample:cat", kind="zoom", settings=settings))
    assert refused.value.field.partition(".")[0] in settings


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"size": "100000"}, "size"),
        ({"size": "16000x16000"}, "size"),
        ({"steps": "1e9"}, "steps"),
        ({"steps": "9" * 4000}, "steps"),
        ({"views": "1000000"}, "views"),
        ({"objective": "(" * 4000}, "objective"),
        ({"objective": "+".join(["layer(1)"] * 440)}, "objective"),
        ({"octaves": "[" * 4000}, "octaves"),
        ({"nonsense": "1"}, "nonsense"),
        ({"a." * 49 + "b": "1"}, ""),
        ({"made.dreamgen": '"0"'}, "made"),
    ],
)
def test_recipe_bombs_are_refused_at_once_and_beside_their_field(describer, settings, field):
    start = time.process_time()
    with pytest.raises(FieldProblem) as refused:
        describer.describe("me", Request(source="sample:cat", settings=settings))
    assert time.process_time() - start < 3
    assert len(str(refused.value)) < 600
    assert refused.value.field.startswith(field)


def test_a_zoom_of_too_many_frames_is_refused(describer):
    request = Request(source="noise", kind="zoom", settings={"zoom.seconds": "86000"})
    with pytest.raises(FieldProblem, match="600 here") as refused:
        describer.describe("me", request)
    assert refused.value.field == "zoom.seconds"


@pytest.mark.parametrize(
    "request_",
    [
        {"settings": {"a": "x" * 5000}},
        {"settings": {str(number): "1" for number in range(100)}},
        {"settings": [1]},
        {"settings": {"size": 3}},
        {"source": "x" * 1000},
        {"kind": "opera"},
        {"at": -1},
        {"path": "/etc"},
    ],
)
def test_a_request_of_another_shape_is_none(request_):
    with pytest.raises(ValidationError):
        Request.model_validate(request_)


def test_a_zoom_lasts_as_long_as_its_song(describer, uploads, tmp_path, monkeypatch):
    pytest.importorskip("av")
    pytest.importorskip("dreamgen_music")
    song = io.BytesIO()
    with wave.open(song, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\0\0\0\x40" * 6000)
    uploads.keep("me", "my song.wav", io.BytesIO(song.getvalue()))

    def ask(name: str) -> Request:
        curves = f'["music(\\"{name}\\")"]'
        settings = {"curves": curves, "step_size": "0.5 + beat"}
        return Request(source="sample:cat", kind="zoom", settings=settings)

    found = describer.describe("me", ask("my song.wav"))
    assert found.recipe.zoom.seconds == 1.5
    assert 'music(\\"my song.wav\\")' in found.command
    (tmp_path / "theirs.wav").write_bytes(song.getvalue())
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match=r"would read theirs\.wav: this studio does not allow it"):
        describer.describe("me", ask("theirs.wav"))


def test_a_zoom_without_an_end_is_refused_beside_its_switch(describer):
    request = Request(source="sample:cat", kind="zoom", settings={"zoom.endless": "true"})
    with pytest.raises(FieldProblem, match="never finished") as refused:
        describer.describe("me", request)
    assert refused.value.field == "zoom.endless"


def test_a_recipe_comes_back_as_the_settings_that_made_it(describer):
    settings = {"objective": "channel(3, 12)", "octaves.count": "3", "effects": '["kaleidoscope"]'}
    made = describer.describe("me", Request(source="sample:cat", settings=settings))
    kind, found = read_settings(made.toml, SESSION)
    assert kind == "still"
    assert found == {"input": "sample:cat", **settings}
    again = {key: text for key, text in found.items() if key != "input"}
    assert describer.describe("me", Request(source="sample:cat", settings=again)) == made


def test_where_it_is_shared_nothing_is_downloaded_and_no_limit_lifted(describer, uploads):
    found = describer.describe("me", Request(source=bring(uploads, "a.png")))
    permissions = describer.permissions(found)
    assert permissions.files == frozenset(found.places.values())
    for ask in (
        lambda: permissions.check_limit("memory", 2.0, 1.0),
        lambda: permissions.check_file("/etc/passwd"),
        lambda: permissions.check_code("a.py"),
    ):
        with pytest.raises(BadInput, match="this studio does not allow it"):
            ask()
    assert not permissions.download
    alone = Describer(SESSION, uploads, Films(uploads), Settings()).permissions(found)
    assert (alone.download, alone.lift_limits) == (True, True)
    assert not alone.run_code
    assert not alone.read_files
