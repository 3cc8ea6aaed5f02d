"""What a user's file and variables say, as layers of a recipe.

The strongest first: options, variables, the file's keys about the machine, a preset, the file's
other keys, what is built in. A preset is chosen for a picture, so it wins over what holds for all.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from dreamgen.cli.defaults.config_file import VARIABLE, find_config, is_missing, read_config
from dreamgen.cli.defaults.variables import name_variable, read_variables
from dreamgen.errors import BadInput, InputWarning
from dreamgen.recipe.composing import Layer
from dreamgen.recipe.keywords import list_every_keyword, read_keywords, without_film
from dreamgen.recipe.presets import read_preset
from dreamgen.recipe.relative import find_beside
from dreamgen.recipe.toml import read_value

if TYPE_CHECKING:
    from dreamgen.cli.shared.command_options import ResultOptions
    from dreamgen.plugins.hookspecs import Option

T = TypeVar("T", bound="ResultOptions")

MACHINE = ("device", "precision", "memory")
"""Keys that say nothing of a picture, so that a preset does not win over the file's."""
COMMAND = ("preset", "quiet")
"""Options of commands that can have a default, and are no key of a recipe."""
NEVER = ("input", "summary")
"""Keywords that are no options, and so have no variable."""


@dataclass(frozen=True)
class Defaults:
    """``beneath`` are layers that a preset wins over, ``above`` those that win over it."""

    beneath: Sequence[Layer] = ()
    above: Sequence[Layer] = ()
    preset: str | None = None
    preset_from: str = ""
    quiet: bool = False

    def without_film(self) -> Defaults:
        """Return them for a command that makes no film."""
        beneath, above = without_film(self.beneath), without_film(self.above)
        return replace(self, beneath=beneath, above=above)

    def sets(self, key: str) -> bool:
        """Say whether a dotted key has a default of the user's own."""
        table, _, name = key.partition(".")
        values = [layer.get(table) for _, layer in [*self.beneath, *self.above]]
        return any(
            name in each if isinstance(each, Mapping) else each is not None for each in values
        )

    def check_preset(self, presets: Mapping[str, Path]) -> None:
        """Raise BadInput, naming file or variable, for a preset that cannot be had."""
        if self.preset is not None:
            try:
                read_preset(self.preset, presets)
            except BadInput as problem:
                raise BadInput(f"{self.preset_from}: {problem}") from None


def read_defaults(options: Sequence[Option] = (), with_file: bool = True) -> Defaults:
    """Return the defaults of the file and the variables; ``options`` are those of plugins."""
    path = find_config() if with_file else None
    if is_missing(path):
        said = f"{VARIABLE} names {path}, which is not there: `dreamgen config set` makes it"
        warnings.warn(said, InputWarning, stacklevel=2)
    below = read_file_defaults(read_config(path), str(path), options)
    names = list_variables(options)
    texts = read_variables([*names, *COMMAND])
    quiet = texts.pop("quiet", None)
    preset = texts.pop("preset", None)
    # A component before its parameters: DREAMGEN_LOADER leaves DREAMGEN_WHERE as it is.
    ordered = sorted(texts, key=lambda name: names[name][0].count("."))
    variables = [
        layer
        for name in ordered
        for layer in read_keywords(
            {name: _read_variable(name, texts[name])}, name_variable(name), None, options
        )
    ]
    return Defaults(
        below.beneath,
        [*below.above, *variables],
        below.preset if preset is None else preset,
        below.preset_from if preset is None else name_variable("preset"),
        below.quiet if quiet is None else _read_switch("quiet", quiet),
    )


def heed_defaults(options: T) -> T:
    """Return a command's options, quiet if they are or if that is the user's default."""
    return options if options.quiet else replace(options, quiet=read_defaults().quiet)


def list_variables(options: Sequence[Option] = ()) -> dict[str, list[str]]:
    """Return the options that have a variable, with underscores, and the keys that each sets."""
    names = list_every_keyword(options)
    return {name: keys for name, keys in names.items() if name not in NEVER}


def read_file_defaults(
    values: Mapping[str, Any], label: str, options: Sequence[Option] = ()
) -> Defaults:
    """Return the defaults of a file's table. Raise BadInput for a key that is none."""
    rest = {key: value for key, value in values.items() if key not in COMMAND}
    layers = [
        (label, find_beside(table, Path(label).parent))
        for _, table in read_keywords(rest, label, None, options, COMMAND)
    ]
    preset, quiet = values.get("preset"), values.get("quiet", False)
    if not isinstance(preset, str | None):
        raise BadInput(f"{label}: preset = {preset!r}: must be a preset's name")
    if not isinstance(quiet, bool):
        raise BadInput(f"{label}: quiet = {quiet!r}: must be true or false")
    return Defaults(
        [layer for layer in layers if not set(layer[1]) & set(MACHINE)],
        [layer for layer in layers if set(layer[1]) & set(MACHINE)],
        preset,
        label,
        quiet,
    )


def _read_variable(name: str, text: str) -> Any:
    """Return a value as the option would have it; a list or a table is TOML."""
    text = text.strip()
    if text[:1] in ("[", "{"):
        return read_value(text, name_variable(name))
    return int(text) if text.isdecimal() and len(text) < 20 else text


def _read_switch(name: str, text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.strip().lower() not in words:
        raise BadInput(f"{name_variable(name)} = {text!r}: must be 1 or 0")
    return words[text.strip().lower()]
