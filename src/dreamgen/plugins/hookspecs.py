"""What a plugin may offer: one hook for each kind of component. Imports nothing heavy.

A hook returns a list of :class:`Entry`, each naming a class by ``"package.module:Class"``. The class
is imported only when a recipe asks for it, so listing plugins costs no torch, timm or numpy.
Hooks take no arguments.

:data:`API_VERSION` numbers what plugins build on: these hooks, :class:`Entry`, the public names of
:mod:`dreamgen` and :mod:`dreamgen.testing`, and the methods and arguments of the base classes.

- Version 1 holds until dreamgen 2.0. Within it nothing is removed, renamed or given another
  meaning, and no required method, argument or parameter is added.
- The minor number rises when something is added: a hook, a public name, an optional method. Each
  hook's docstring says since which version it exists.
- What will leave works for at least one more release, with a ``DeprecationWarning`` that names its
  successor. ``dreamgen plugins`` shows it too.
- A plugin names the version it was written for beside its hooks, ``dreamgen_api = "1.0"``. One
  written for a version that this dreamgen does not have is reported by name and left out.
- Everything that begins with an underscore, and every module not named above, may change at any time.

What a plugin's code raises while rendering, or returns against the rules of its kind
(:mod:`dreamgen.plugins.guard.returns`), becomes one sentence that names plugin, component and method;
``dreamgen --traceback`` shows the rest. Tensors that a method is given are not its own: it works on
copies.

Names from before version 1.0 (``dreamgen_finishes``, ``dreamgen.Finish``) work for one release.
"""

# mypy: disable-error-code="empty-body"
from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pluggy

PROJECT = "dreamgen"

API_VERSION = (1, 1)
"""The version of the hook API, major and minor; the module says what it promises."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

RENAMED_HOOKS = {"dreamgen_finishes": "dreamgen_effects"}
"""Old names of hooks that still work, and their successors."""


class Entry(NamedTuple):
    """One thing that a plugin offers: its name, where its class is, and one line about it.

    >>> Entry("glow", "dreamgen_glow.glow:Glow", "pull towards white").name
    'glow'
    """

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
    use: the component that the value is the first parameter of: ``use="music"`` makes of the option
        ``--music song.wav`` the component ``music(song.wav)``. Since 1.1.
    """

    flag: str
    key: str = ""
    help: str = ""
    kind: str = "text"
    permits: str = ""
    use: str = ""


@hookspec
def dreamgen_objectives() -> list[Entry]:
    """Objectives, subclasses of :class:`dreamgen.Objective`: what is maximised. Since 1.0."""
    return []


@hookspec
def dreamgen_regularisers() -> list[Entry]:
    """Regularisers, subclasses of :class:`dreamgen.Regulariser`: what keeps the ascent
    good-looking. Since 1.0."""
    return []


@hookspec
def dreamgen_parameterisations() -> list[Entry]:
    """Parameterisations, subclasses of :class:`dreamgen.Parameterisation`: what is really
    optimised. Since 1.0."""
    return []


@hookspec
def dreamgen_optimisers() -> list[Entry]:
    """Optimisers, subclasses of :class:`dreamgen.Optimiser`: gradient to step. Since 1.0."""
    return []


@hookspec
def dreamgen_loaders() -> list[Entry]:
    """Loaders, subclasses of :class:`dreamgen.Loader`: bytes in, picture out. Since 1.0."""
    return []


@hookspec
def dreamgen_effects() -> list[Entry]:
    """Effects, subclasses of :class:`dreamgen.Effect`: what is done to a finished frame. Since 1.0."""
    return []


@hookspec
def dreamgen_outputs() -> list[Entry]:
    """Outputs, subclasses of :class:`dreamgen.Output`: frames in, file out. Since 1.0."""
    return []


@hookspec
def dreamgen_motions() -> list[Entry]:
    """Motions, subclasses of :class:`dreamgen.Motion`: how one frame becomes the next. Since 1.0."""
    return []


@hookspec
def dreamgen_curves() -> list[Entry]:
    """Curves, subclasses of :class:`dreamgen.Curves`: numbers over time that formulas follow.
    Since 1.1."""
    return []


@hookspec
def dreamgen_backbones() -> list[Entry]:
    """Backbones, subclasses of :class:`dreamgen.Backbone`: networks to look into. Since 1.0."""
    return []


@hookspec
def dreamgen_executors() -> list[Entry]:
    """Executors, subclasses of :class:`dreamgen.Executor`: where many renders are made. Since 1.1."""
    return []


@hookspec
def dreamgen_presets() -> list[Path]:
    """Folders of TOML presets; a preset's name is its file's stem. Since 1.0."""
    return []


@hookspec
def dreamgen_commands() -> list[Entry]:
    """Commands of the command line: plain functions with Typer annotations, or a ``typer.Typer``.
    Since 1.0."""
    return []


@hookspec
def dreamgen_options() -> list[Option]:
    """Options of the commands that make pictures, for the parameters of the plugin's components.
    Since 1.0."""
    return []


@hookspec(
    warn_on_impl=DeprecationWarning(
        "the hook dreamgen_finishes is now dreamgen_effects; the old name leaves with the next release"
    )
)
def dreamgen_finishes() -> list[Entry]:
    """The old name of :func:`dreamgen_effects`. Since before 1.0, and deprecated."""
    return []
