"""The Dockerfiles: what they copy is here, and what they start is a command."""

from __future__ import annotations

import importlib.util
import re
import shlex
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOST = ["--share-on", "0.0.0.0"]


def read(name):
    """Return the instructions of a Dockerfile, (word, rest), with lines joined."""
    text = re.sub(r"\\\n\s*", "", (ROOT / name).read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(" ", 1)) for line in lines]


def load_app():
    spec = importlib.util.spec_from_file_location("space_app", ROOT / "spaces/app.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["Dockerfile", "spaces/Dockerfile"])
def test_nothing_runs_as_root_at_the_end(name):
    words = [word for word, _ in read(name)]
    assert words.index("USER") < min(
        words.index("CMD"), words.index("WORKDIR", words.index("USER"))
    )
    assert ("USER", "dreamer") in read(name)


@pytest.mark.parametrize("name", ["Dockerfile", "spaces/Dockerfile"])
def test_films_can_be_read_dreamed_and_written(name):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (install,) = [rest for word, rest in read(name) if word == "RUN" and ".whl" in rest]
    assert set(project["optional-dependencies"]["film"]) <= set(shlex.split(install))


def test_what_the_wheels_are_built_from_is_here_and_not_ignored():
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    (build,) = [rest for word, rest in read("Dockerfile") if word == "RUN" and "pip wheel" in rest]
    for path in shlex.split(build)[shlex.split(build).index(".") + 1 :]:
        assert f"!{path}" in kept
        assert (ROOT / path / "pyproject.toml").is_file()
    for line in kept:
        if line.startswith("!"):
            assert (ROOT / line[1:]).exists(), line


def test_the_readme_of_the_space_names_the_port_that_its_program_listens_on():
    header = (ROOT / "spaces/README.md").read_text(encoding="utf-8").split("---")[1]
    port = str(load_app().PORT)
    assert f"app_port: {port}" in header
    assert "sdk: docker" in header
    assert ("EXPOSE", port) in read("spaces/Dockerfile")
    assert {path for word, path in read("spaces/Dockerfile") if word == "COPY"} == {
        "wheels /wheels",
        "app.py .",
    }


def test_a_space_is_called_by_its_own_name():
    app = load_app()
    assert app.write_words({})[:4] == ["dreamgen", "studio", *HOST]
    assert app.write_words({"SPACE_HOST": "me-it.hf.space"})[-2:] == [
        "--host-name",
        "me-it.hf.space",
    ]


def test_both_start_the_studio_with_options_that_it_has():
    pytest.importorskip("dreamgen_studio", reason="the plugin is not installed here")
    import json

    import typer

    from dreamgen_studio.command import studio

    app = typer.Typer()
    app.command()(studio)
    command = typer.main.get_command(app)
    (cmd,) = [json.loads(rest) for word, rest in read("Dockerfile") if word == "CMD"]
    for words in (cmd, load_app().write_words({"SPACE_HOST": "a.hf.space"})[1:]):
        assert words[0] == "studio"
        with command.make_context("studio", words[1:], resilient_parsing=False) as context:
            assert context.params["share_on"] == "0.0.0.0"
            assert context.params["no_browser"]
