"""What a plugin may offer: one hook for each kind of component. Imports nothing heavy.

A hook returns a list of :class:`Entry`, each naming a class by ``"package.module:Class"``. The class
is imported only when a recipe asks for it, so listing plugins costs no torch, timm or numpy.
Hooks take no arguments. All of them exist since dreamgen 0.1.
"""

# mypy: disable-error-code="empty-body"
from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pluggy

PROJECT = "dreamgen"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Entry(NamedTuple):
    """One thing that a plugin offers: its name, where its class is, and one line about it."""

    name: str
    target: str
    summary: str


class Option(NamedTuple):
    """An option that a plugin adds to the commands that make pictures.

    flag: as "--chart".
    key: the recipe's key that it sets, as "loader.chart"; none for an option with ``permits``.
    help: one line about it.
    kind: "text", an option with a value, or "switch", one without.
    permits: the permission that a switch gives, as "run_code". Recipes cannot give it.
    """

    flag: str
    key: str = ""
    help: str = ""
    kind: str = "text"
    permits: str = ""


@hookspec
def dreamgen_objectives() -> list[Entry]:
    """Objectives, subclasses of :class:`dreamgen.Objective`: what is maximised."""


@hookspec
def dreamgen_regularisers() -> list[Entry]:
    """Regularisers, subclasses of :class:`dreamgen.Regulariser`: what tames it."""


@hookspec
def dreamgen_parameterisations() -> list[Entry]:
    """Parameterisations, subclasses of :class:`dreamgen.Parameterisation`."""


@hookspec
def dreamgen_optimisers() -> list[Entry]:
    """Optimisers, subclasses of :class:`dreamgen.Optimiser`: gradient to step."""


@hookspec
def dreamgen_loaders() -> list[Entry]:
    """Loaders, subclasses of :class:`dreamgen.Loader`: bytes in, picture out."""


@hookspec
def dreamgen_effects() -> list[Entry]:
    """Effects, subclasses of :class:`dreamgen.Effect`: paper, print and weather."""


@hookspec
def dreamgen_outputs() -> list[Entry]:
    """Outputs, subclasses of :class:`dreamgen.Output`: frames in, file out."""


@hookspec
def dreamgen_motions() -> list[Entry]:
    """Motions, subclasses of :class:`dreamgen.Motion`: how one frame becomes the next."""


@hookspec
def dreamgen_backbones() -> list[Entry]:
    """Backbones, subclasses of :class:`dreamgen.Backbone`: networks to look into."""


@hookspec
def dreamgen_presets() -> list[Path]:
    """Folders of TOML presets; a preset's name is its file's stem."""


@hookspec
def dreamgen_commands() -> list[Entry]:
    """Commands of the command line: plain functions with Typer annotations, or a ``typer.Typer``."""


@hookspec
def dreamgen_options() -> list[Option]:
    """Options of the commands that make pictures, for the parameters of the plugin's components."""
