"""From the flags of a command to its session, its recipe and its output's path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dreamgen.cli.defaults.own_defaults import Defaults
from dreamgen.cli.shared.cell_recipes import CellRecipe
from dreamgen.cli.shared.plugin_options import open_registry
from dreamgen.cli.shared.write_command import flag_of
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.composing import Layer
from dreamgen.recipe.keywords import Added, nest
from dreamgen.recipe.renamed import warn_of_old_name
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.toml import read_setting
from dreamgen.recipe.values import read_layer
from dreamgen.render.permissions import Permissions
from dreamgen.render.session import Session
from dreamgen.tasks.grid.axis import Axis
from dreamgen.tasks.grid.choice import Choice, apply


def open_session(
    files: list[Path] | None, no_plugins: bool, flags: Mapping[str, Any] | None = None
) -> Session:
    """Return the session of a command: its plugins, and what its flags permit."""
    registry = open_registry(files, no_plugins)
    permitted: dict[str, Any] = dict.fromkeys((flags or {}).get("permits", ()), True)
    return Session(registry, Permissions(**permitted, advice=_advice(registry)))


def _advice(registry: Registry) -> str:
    """Say which flags allow what a recipe may not ask for."""
    flags = [option.flag for option in registry.options() if option.permits]
    return f"allow it with {' or '.join(flags)}" if flags else "nothing here can allow it"


def compose_recipe(
    source: str | None,
    flags: dict[str, Any],
    session: Session,
    moving: bool = False,
    choices: Sequence[Choice] = (),
) -> Recipe:
    """Return the recipe of a preset, the input and the flags, the flags winning.

    ``flags["defaults"]`` are the user's own, which the command was given along with its flags.
    ``choices`` are what is varied: they win over all the rest.
    """
    flags = {key: value for key, value in flags.items() if key != "permits"}
    own = flags.pop("defaults", Defaults())
    if "film" not in flags:
        own = own.without_film()
    preset = flags.pop("preset", None)
    if preset == own.preset:
        own.check_preset(session.registry.presets)
    source, preset, varied = apply(choices, source, preset)
    settings = flags.pop("settings", [])
    if "layer" in flags:
        flags["layer"] = read_layer(flags["layer"].strip())
    # A component before its parameters: --loader svg leaves --where as it is.
    keyed = sorted(flags.items(), key=lambda pair: pair[0].count("."))

    def layers_of(added: bool) -> list[Layer]:
        chosen = [pair for pair in keyed if isinstance(pair[1], Added) is added]
        return [(f"--{flag_of(key)}", nest(*_as_key(key, value))) for key, value in chosen]

    layers: list[Layer] = [*own.above, *layers_of(added=False)]
    layers += [(f"--set {text}", read_setting(text)) for text in settings]
    # What joins a list comes after the list, however that is set.
    layers += [*varied, *layers_of(added=True)]
    return session.compose(source, preset, layers, moving, own.beneath)


def _as_key(flag: str, value: Any) -> tuple[str, Any]:
    """Return the key that a flag sets, and to what: a speed is a motion."""
    return ("zoom.motion", f"zoom({value!r})") if flag == "speed" else (flag, value)


def vary_recipe(
    source: str | None,
    flags: dict[str, Any],
    session: Session,
    finish: Callable[[Recipe], Recipe] = lambda recipe: recipe,
) -> CellRecipe:
    """Return what gives the recipe of each picture of a grid, as if it were made alone."""

    def recipe_of(number: int | None, choices: Sequence[Choice]) -> Recipe:
        return finish(compose_recipe(source, flags, session, choices=choices))

    return recipe_of


def leave_out(axes: Sequence[Axis], flags: Mapping[str, Any]) -> dict[str, Any]:
    """Return the flags without what the axes of a grid set in any case."""
    varied = {axis.key for axis in axes}
    left = {key: value for key, value in flags.items() if key not in varied}
    if "settings" in left:
        left["settings"] = [
            text for text in left["settings"] if text.partition("=")[0].strip() not in varied
        ]
    return left


def take_path(out: Path | None, flags: dict[str, Any]) -> Path | None:
    """Return where to write, taking a path given as ``--output``, as it once was, out of the flags."""
    given = flags.get("output")
    if given is None or "(" in given or not Path(given).suffix:
        return out
    warn_of_old_name("--output PATH", "-o or --out")
    del flags["output"]
    return Path(given)


def check_layer_is_used(plan_uses_layer: bool, flags: Mapping[str, Any]) -> None:
    """Raise BadInput for a ``--layer`` that no objective looks at."""
    from dreamgen.errors import BadInput

    if "layer" in flags and not plan_uses_layer:
        raise BadInput("--layer: the objective names its own layers, so this would do nothing")
