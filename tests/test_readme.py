"""The README must tell the truth: its commands parse, its plugin works, its pictures exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from dreamgen.cli.shared.compose import compose_recipe
from dreamgen.render.session import Session

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RENDERS = [
    shlex.split(line, comments=True)[2:]
    for line in README.splitlines()
    if line.startswith("    dreamgen render")
]


@pytest.mark.parametrize("words", RENDERS, ids=" ".join)
def test_every_render_command_makes_a_valid_plan(words, registry):
    import typer
    from typer.testing import CliRunner

    from dreamgen.cli.render import render
    from dreamgen.cli.shared.options import add_recipe_options

    app = typer.Typer()
    app.command()(add_recipe_options(render))
    done = CliRunner().invoke(app, [*words, "--dry-run", "--no-plugins"])
    assert done.exit_code == 0, done.output or done.exception


def test_the_plugin_works(tmp_path, dreamgen_plugin):
    path = tmp_path / "glow.py"
    path.write_text(re.search(r"```python\n(.*?)```", README, re.DOTALL)[1])
    glow = dreamgen_plugin(path)
    assert glow.check() == []
    session = Session(glow.registry)
    recipe = compose_recipe("noise", {"regularisers": ["jitter", "glow(0.3)"]}, session)
    assert session.plan(recipe).regularisers[1].amount == 0.3
    assert glow.build("regularisers", "glow").amount == 0.2


def test_the_test_command_installs_every_plugin_of_the_repository():
    (command,) = [line for line in README.splitlines() if "python -m pytest" in line]
    for project in ROOT.glob("plugins/*/pyproject.toml"):
        name = f"plugins/{project.parent.name}"
        assert f"-e {name} " in command or f"-e '{name}[test]' " in command


def test_every_file_named_exists():
    named = re.findall(r"\]\(([^)#:]+)\)", README)
    assert len(named) > 5
    for name in named:
        assert (ROOT / name).exists(), name
