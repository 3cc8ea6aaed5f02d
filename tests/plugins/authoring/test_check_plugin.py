"""Whole plugins put to the test."""

from __future__ import annotations

import textwrap

import pytest

from dreamgen.plugins.discovery import discover
from dreamgen.plugins.registry import Registry
from dreamgen.testing import Finding, check_plugin

SOURCE = '''
    from pathlib import Path
    from pydantic import Field
    from dreamgen import BadInput, Entry, Output, Regulariser, hookimpl

    class Even(Regulariser):
        """Make the gradient even."""
        by: float = Field(description="how much"{examples})
        def gradient(self, gradient, progress):
            return gradient * self.by

    class Locked(Output):
        """Needs a key."""
        suffixes = (".lock",)
        def check(self):
            raise BadInput("this machine has no key")
        def write(self, frames, path, recipe):
            raise NotImplementedError

    def greet():
        print("hello")

    @hookimpl
    def dreamgen_regularisers():
        return [Entry("even", "{module}:Even", "make it even"), Entry("gone", "{module}:Gone", "x")]

    @hookimpl
    def dreamgen_outputs():
        return [Entry("locked", "{module}:Locked", "needs a key")]

    @hookimpl
    def dreamgen_commands():
        return [Entry("greet", "{module}:greet", "Say hello.")]

    @hookimpl
    def dreamgen_presets():
        return [Path(__file__).parent / "presets"]
'''


@pytest.fixture
def findings(tmp_path):
    def check(module, examples):
        path = tmp_path / f"{module}.py"
        text = textwrap.dedent(SOURCE).replace("{examples}", examples).replace("{module}", module)
        path.write_text(text)
        registry = Registry(discover([path], installed=False))
        return {found.name: found for found in check_plugin(registry.plugins[-1], registry)}

    presets = tmp_path / "presets"
    presets.mkdir()
    (presets / "fine.toml").write_text('extends = "classic"\nsummary = "as it was"\n')
    (presets / "mute.toml").write_text('extends = "classic"\nsummary = ""\n')
    (presets / "askew.toml").write_text('objective = "chanel(3)"\nsummary = "x"\n')
    return check


def test_everything_that_a_plugin_offers_is_put_to_the_test(findings):
    found = findings("checked_plugin", ", examples=[0.5]")
    assert found["even"] == Finding("regulariser", "even")
    assert "cannot be imported" in found["gone"].problem
    assert found["locked"].unchecked == "this machine has no key"
    assert "no docstring" in found["greet"].problem
    assert found["fine"] == Finding("preset", "fine")
    assert "it has no summary" in found["mute"].problem
    assert "did you mean channel?" in found["askew"].problem


def test_without_an_example_a_required_parameter_cannot_be_tried(findings):
    assert findings("exampleless_plugin", "")["even"].unchecked.startswith("needs by: give it")


def test_a_plugin_that_does_not_load_is_one_finding(tmp_path):
    path = tmp_path / "loadless_plugin.py"
    path.write_text("import no_such_module_at_all")
    registry = Registry(discover([path], installed=False))
    (finding,) = check_plugin(registry.plugins[-1], registry)
    assert (finding.kind, finding.name) == ("plugin", "loadless-plugin")
    assert "no_such_module_at_all" in finding.problem


COMMANDS = '''
    import typer
    from typing import Annotated
    from dreamgen import Entry, Option, hookimpl

    def helpless(loud: Annotated[bool, typer.Option(help="Loudly.")] = False):
        """Fails at once."""

    def untyped(what: int | str):
        """Has a parameter of a type that no command line knows."""

    group = typer.Typer(help="Several.")

    @group.command()
    def first():
        """The first."""

    number = 3

    @hookimpl
    def dreamgen_options():
        return [Option("--stroke", "step_size"), Option("--stork", "stepsize.x")]

    @hookimpl
    def dreamgen_commands():
        names = ("helpless", "untyped", "group", "number")
        return [Entry(name, f"commanding:{name}", "x") for name in names]
'''


def test_commands_are_asked_for_help(tmp_path):
    path = tmp_path / "commanding.py"
    path.write_text(textwrap.dedent(COMMANDS))
    registry = Registry(discover([path], installed=False))
    found = {item.name: item.said for item in check_plugin(registry.plugins[-1], registry)}
    assert found["helpless"] == found["group"] == "sound"
    assert found["untyped"].startswith("BROKEN: ")
    assert "Union types" in found["untyped"]
    assert found["untyped"].endswith("(in commanding.py:9)")
    assert "is neither a function nor a typer.Typer" in found["number"]
    assert found["--stroke"] == "sound"
    assert "a recipe has no key 'stepsize' (did you mean step_size" in found["--stork"]
    assert found["commanding"].startswith("sound, imported in ")


def test_a_finding_tells_the_line_of_the_plugins_own_code(findings):
    found = findings("lined_plugin", ", examples=[0.5]")
    assert found["greet"].problem.endswith("(in lined_plugin.py:20)")
