"""Check everything that one plugin offers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dreamgen.errors import BadInput, nearest
from dreamgen.plugins.authoring.check.command import check_command
from dreamgen.plugins.authoring.check.component import check_component
from dreamgen.plugins.authoring.check.importing import check_import
from dreamgen.plugins.authoring.check.line import find_line
from dreamgen.plugins.component import Component
from dreamgen.plugins.discovery import Plugin
from dreamgen.plugins.guard.blame import PluginFault, describe_exception, tell
from dreamgen.plugins.hookspecs import Entry, Option
from dreamgen.plugins.registry import Registry, singular
from dreamgen.recipe.call import Call
from dreamgen.recipe.composing import compose
from dreamgen.recipe.presets import read_preset
from dreamgen.recipe.schema import Recipe
from dreamgen.render.plan import make_plan


@dataclass(frozen=True)
class Finding:
    """The result of checking one thing: a component, a preset or a command.

    ``problem`` is one sentence, or empty if it is sound. ``unchecked`` says why it could not be
    checked: a parameter has neither a default nor ``Field(examples=[...])``, or this machine lacks
    something. ``note`` is what else was found out.
    """

    kind: str
    name: str
    problem: str = ""
    unchecked: str = ""
    note: str = ""

    @property
    def state(self) -> str:
        """In one word: sound, broken or unchecked."""
        return "unchecked" if self.unchecked else "broken" if self.problem else "sound"

    @property
    def said(self) -> str:
        """What there is to say, as "sound" or "BROKEN: ..."."""
        if self.unchecked:
            return f"not checked: {self.unchecked}"
        if self.problem:
            return f"BROKEN: {self.problem}"
        return f"sound, {self.note}" if self.note else "sound"


def check_plugin(plugin: Plugin, registry: Registry) -> list[Finding]:
    """Return a finding for everything that a plugin of a registry offers."""
    if not plugin.works:
        return [Finding("plugin", plugin.name, plugin.problem or "it is switched off")]
    return [
        *([] if plugin.origin == "built in" else [_check_import(plugin)]),
        *(
            _check_entry(kind, entry, registry.full_name(plugin, entry), registry)
            for kind, entries in plugin.offers.items()
            for entry in entries
        ),
        *(check_preset(path, registry) for path in plugin.list_presets()),
        *(_check_option(option) for option in plugin.options if option.key),
    ]


def _check_import(plugin: Plugin) -> Finding:
    try:
        seconds = check_import(plugin)
    except AssertionError as problem:
        return Finding("plugin", plugin.name, str(problem))
    return Finding("plugin", plugin.name, note=f"imported in {seconds:.2f} s")


def _check_entry(kind: str, entry: Entry, name: str, registry: Registry) -> Finding:
    finding = Finding(singular(kind), entry.name)
    try:
        if not entry.summary.strip():
            raise AssertionError("its Entry has no summary")
        if kind == "commands":
            check_command(registry.load(kind, name))
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
    except (Exception, SystemExit) as problem:
        return Finding(finding.kind, entry.name, _describe(problem, entry))
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


def _check_option(option: Option) -> Finding:
    key, known = option.key.partition(".")[0], list(Recipe.model_fields)
    problem = f"a recipe has no key {key!r}{nearest(key, known)}" if key not in known else ""
    return Finding("option", option.flag, problem)


def check_preset(path: Path, registry: Registry) -> Finding:
    """Compose the preset of a TOML file, with what it extends, and plan its render."""
    finding = Finding("preset", path.stem)
    try:
        recipe = compose(read_preset(str(path), registry.presets))
        make_plan(_lend_curves(recipe, registry), registry)
        if not recipe.summary:
            raise AssertionError("it has no summary, which `dreamgen presets` would show")
    except Exception as problem:
        return Finding(finding.kind, finding.name, _describe(problem))
    return finding


def _lend_curves(recipe: Recipe, registry: Registry) -> Recipe:
    """Return a preset with the curves that flags would give it, unless it has some of its own."""
    flags = [option for option in registry.options() if option.key == "curves"]
    lent = tuple(Call(option.use, ("FILE",)) for option in flags)
    return recipe if recipe.curves else recipe.model_copy(update={"curves": lent})


def _describe(problem: BaseException, entry: Entry | None = None) -> str:
    """Return a problem in one sentence, with the line of the plugin's own code."""
    if isinstance(problem, PluginFault):
        return problem.told
    said = " ".join(str(problem).split())
    if not isinstance(problem, AssertionError | BadInput) or not said:
        said = describe_exception(problem)
    return tell(said, "", find_line(problem, entry)) if entry else said
