"""Check everything that one plugin offers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dreamgen.errors import BadInput
from dreamgen.plugins.authoring.check.component import check_component
from dreamgen.plugins.component import Component
from dreamgen.plugins.discovery import Plugin
from dreamgen.plugins.guard.blame import PluginFault
from dreamgen.plugins.hookspecs import Entry
from dreamgen.plugins.registry import Registry, singular
from dreamgen.recipe.composing import compose
from dreamgen.recipe.expressions import Call
from dreamgen.recipe.presets import read_preset
from dreamgen.render.plan import make_plan


@dataclass(frozen=True)
class Finding:
    """The result of checking one thing: a component, a preset or a command.

    ``problem`` is one sentence, or empty if it is sound. ``unchecked`` says why it could not be
    checked: a parameter has neither a default nor ``Field(examples=[...])``, or this machine lacks
    something.
    """

    kind: str
    name: str
    problem: str = ""
    unchecked: str = ""


def check_plugin(plugin: Plugin, registry: Registry) -> list[Finding]:
    """Return a finding for everything that a plugin of a registry offers."""
    if not plugin.works:
        return [Finding("plugin", plugin.name, plugin.problem or "it is switched off")]
    return [
        *(
            _check_entry(kind, entry, registry.full_name(plugin, entry), registry)
            for kind, entries in plugin.offers.items()
            for entry in entries
        ),
        *(
            _check_preset(path, registry)
            for folder in plugin.presets
            for path in sorted(folder.glob("*.toml"))
        ),
    ]


def _check_entry(kind: str, entry: Entry, name: str, registry: Registry) -> Finding:
    finding = Finding(singular(kind), entry.name)
    try:
        if not entry.summary.strip():
            raise AssertionError("its Entry has no summary")
        if kind == "commands":
            _check_command(registry.load(kind, name))
            return finding
        required = _required_parameters(registry.load(kind, name))
        missing = [key for key, examples in required.items() if not examples]
        if missing:
            reason = f"needs {', '.join(missing)}: give it a default, or Field(examples=[...])"
            return Finding(finding.kind, entry.name, unchecked=reason)
        params = {key: examples[0] for key, examples in required.items() if examples}
        component = registry.build(kind, Call(name, (), params), singular(kind))
        if kind == "outputs" and (lack := _find_lack(component)):
            return Finding(finding.kind, entry.name, unchecked=lack)
        check_component(component)
    except Exception as problem:
        return Finding(finding.kind, entry.name, _describe(problem))
    return finding


def _required_parameters(kind: type[Component]) -> dict[str, list[Any] | None]:
    """Return the parameters that must be given, and examples of each."""
    fields = kind.model_fields.items()
    return {name: info.examples for name, info in fields if info.is_required()}


def _find_lack(output: Any) -> str:
    """Return what this machine lacks for an output, in the output's own words."""
    try:
        output.check()
    except BadInput as problem:
        return str(problem)
    return ""


def _check_command(command: Any) -> None:
    import typer

    app = command if isinstance(command, typer.Typer) else typer.Typer(add_completion=False)
    if app is not command:
        app.command()(command)
    found = typer.main.get_command(app)
    if not (found.help or "").strip():
        raise AssertionError("it has no docstring, which --help would show")


def _check_preset(path: Path, registry: Registry) -> Finding:
    finding = Finding("preset", path.stem)
    try:
        recipe = compose(read_preset(str(path), registry.presets))
        make_plan(recipe, registry)
        if not recipe.summary:
            raise AssertionError("it has no summary, which `dreamgen presets` would show")
    except Exception as problem:
        return Finding(finding.kind, finding.name, _describe(problem))
    return finding


def _describe(problem: Exception) -> str:
    if isinstance(problem, PluginFault):
        return problem.told
    said = " ".join(str(problem).split())
    own = isinstance(problem, AssertionError | BadInput)
    return said if own and said else f"{type(problem).__name__}: {said}".rstrip(": ")
