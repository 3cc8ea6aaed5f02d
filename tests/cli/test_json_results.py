"""``--json`` on the commands that make pictures: one line for each result, of a fixed shape."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from pydantic import ConfigDict, TypeAdapter, with_config
from typing_extensions import TypedDict

SMALL = ("--size", "48", "--steps", "2", "--octaves", "1", "--quiet")


@with_config(ConfigDict(extra="forbid", strict=True))
class Result(TypedDict):
    schema: int
    path: str
    recipe: dict[str, Any]
    made: dict[str, Any]
    seconds: float
    objective: float | None
    kept: bool


def read_results(text: str) -> list[Result]:
    return [TypeAdapter(Result).validate_json(line) for line in text.splitlines()]


def read_result(text: str) -> Result:
    (result,) = read_results(text)
    return result


def test_a_result_says_what_is_in_its_file(user):
    result = read_result(user.gets("render", "noise", *SMALL, "-o", "a.png", "--json"))
    assert (result["schema"], result["path"]) == (1, "a.png")
    assert {**result["recipe"], "made": result["made"]} == tomllib.loads(
        user.gets("recipe", "a.png")
    )
    assert 0 < result["seconds"] < 200
    assert not result["kept"]
    quiet = user.types("render", "noise", *SMALL[:-1], "-o", "b.png").stderr.decode()
    assert f"objective {result['objective']:.4g} " in quiet.splitlines()[-1]
    again = read_result(user.gets("rerun", "a.png", "-q", "--json"))
    assert again["objective"] == result["objective"]
    assert again["path"] == "a-rerun.png"


def test_zooms_and_sheets_say_the_same_of_theirs(user):
    words = ("noise", *SMALL, "--seconds", "0.2", "--fps", "10", "-o", "a.gif", "--json")
    zoom = read_result(user.gets("zoom", *words))
    assert zoom["recipe"]["zoom"]["seconds"] == 0.2
    assert zoom["objective"] is not None
    sheet = read_result(user.gets("sweep", "noise", *SMALL, "--layers", "1,2", "--json"))
    assert sheet["objective"] is None
    assert sheet["path"] == "noise-sweep.png"


def test_of_what_is_kept_there_is_a_line_too(user):
    words = ("render", "noise", "sample:cat", "-o", "d/", *SMALL, "--resume", "--json")
    made = read_results(user.gets(*words))
    (user.folder / "d" / "cat-dream.png").unlink()
    kept, again = read_results(user.gets(*words))
    assert kept == {**made[0], "kept": True, "seconds": 0.0, "objective": None}
    assert again == {**made[1], "seconds": again["seconds"]}


JOBS = """
[defaults]
input = "noise"
size = 32
steps = 1
octaves = 1
[[render]]
[[zoom]]
seconds = 0.1
[[sweep]]
layers = "1-2"
"""


def test_a_file_of_jobs_names_the_same_results_when_it_is_resumed(user):
    (user.folder / "jobs.toml").write_text(JOBS)
    made = read_results(user.gets("run", "jobs.toml", "-q", "--json"))
    kept = read_results(user.gets("run", "jobs.toml", "-q", "--json", "--resume"))
    assert [result["path"] for result in made] == [
        "noise-dream.png",
        "noise-dream.gif",
        "noise-sweep.png",
    ]
    nothing = {"kept": True, "seconds": 0.0, "objective": None}
    assert kept == [{**result, **nothing} for result in made]


def test_a_finished_zoom_is_kept(user):
    words = ("zoom", "noise", *SMALL, "--seconds", "0.1", "-o", "a.gif", "--json")
    made = read_result(user.gets(*words))
    kept = read_result(user.gets(*words, "--resume"))
    assert kept == {**made, "kept": True, "seconds": 0.0, "objective": None}


def test_a_name_that_is_not_utf8_comes_back(user):
    name = b"caf\xe9.png".decode("utf-8", "surrogateescape")
    result = json.loads(user.gets("render", "noise", *SMALL, "-o", name, "--json"))
    assert result["path"] == name


def test_a_dry_run_prints_the_recipe(user):
    shown = json.loads(user.gets("render", "noise", *SMALL, "--dry-run", "--json"))
    assert shown["recipe"] == tomllib.loads(user.gets("render", "noise", *SMALL, "--dry-run"))
    assert shown["made"] == {}


@pytest.mark.parametrize("words", [("--size", "huge"), ("-o", "-"), ("-o", "/dev/null")])
def test_of_a_failure_there_is_the_sentence_alone(user, words):
    done = user.types("render", "noise", *words, "--json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
