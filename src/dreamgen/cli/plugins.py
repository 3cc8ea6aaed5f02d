"""dreamgen plugins: what is installed, what is broken and why; check, begin and switch off plugins."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dreamgen.cli.shared.describe_plugin import describe_plugins
from dreamgen.cli.shared.json_output import Json, print_json
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles, open_registry
from dreamgen.errors import BadInput, make_printable, nearest
from dreamgen.plugins.api_version import format_version
from dreamgen.plugins.discovery import plugin_folder
from dreamgen.plugins.hookspecs import API_VERSION
from dreamgen.plugins.plugin import KINDS, Plugin
from dreamgen.plugins.registry import Registry, singular
from dreamgen.plugins.switches import (
    DISABLED_VARIABLE,
    describe_enabling,
    normalise_name,
    read_disabled_file,
    read_disabled_variable,
    write_disabled,
)

if TYPE_CHECKING:
    from dreamgen.plugins.authoring.check.plugin import Finding

KINDS_IN_WORDS = [singular(kind) for kind in (*KINDS, "presets")]

PluginName = Annotated[str, typer.Argument(help="A name that `dreamgen plugins` lists.")]

app = typer.Typer(invoke_without_command=True, add_completion=False)


@app.callback()
def plugins(
    ctx: typer.Context,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
    as_json: Json = False,
) -> None:
    """List the plugins, what each offers, and what is wrong with any."""
    if ctx.invoked_subcommand:
        return
    registry = open_registry(plugin, no_plugins)
    rows, api = list(describe_plugins(registry)), format_version(API_VERSION)
    if as_json:
        print_json({"hook_api": api, "folder": plugin_folder(), "plugins": rows})
        return
    for row in rows:
        typer.echo(f"{row['name']} {row['version']}".strip() + f"  ({row['origin']})")
        for kind, names in row["offers"].items():
            typer.echo(f"    {kind}: {', '.join(names)}")
        for remark in row["remarks"]:
            typer.echo(f"    {remark}")
    typer.echo(f"Hook API {api}. One-file plugins are loaded from {plugin_folder()}")


@app.command()
def check(
    what: Annotated[
        str | None,
        typer.Argument(help="A plugin or preset, by its name or file. Default: all plugins."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Put all that plugins offer to the test; without a name, those of every plugin."""
    rows: list[dict[str, str]] = []
    for owner, finding in _check(what):
        if not (as_json or owner in [row["plugin"] for row in rows]):
            typer.echo(owner, nl=bool(owner))
        row = {"plugin": owner, "kind": finding.kind, "name": finding.name}
        rows.append({**row, "state": finding.state, "said": make_printable(finding.said)})
        if not as_json:
            typer.echo(f"{'    ' * bool(owner)}{finding.kind} {finding.name}: {rows[-1]['said']}")
    if as_json:
        print_json({"findings": rows})
    elif not rows:
        typer.echo("there are no plugins but the built-ins")
    raise typer.Exit(1 if any(row["state"] == "broken" for row in rows) else 0)


def _check(what: str | None) -> Iterator[tuple[str, Finding]]:
    """Yield each finding as it is made, with name and version of its plugin."""
    from dreamgen.plugins.authoring.check.plugin import check_plugin, check_preset

    path = Path(what or "")
    if path.suffix == ".toml":
        yield "", check_preset(path, Registry.default())
        return
    registry, chosen = _chosen(what)
    for plugin in chosen:
        for finding in check_plugin(plugin, registry):
            yield f"{plugin.name} {plugin.version}".strip(), finding


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="As glow; the plugin is called dreamgen-glow.")],
    kind: Annotated[
        str, typer.Option(help=f"Kind of its component: {', '.join(KINDS_IN_WORDS)}.")
    ] = "regulariser",
    one_file: Annotated[
        bool,
        typer.Option(
            "--one-file",
            help="Write one file, NAME.py, instead of a package; NAME.toml for a preset.",
        ),
    ] = False,
) -> None:
    """Begin a plugin in this folder, with a component that works and its test."""
    from dreamgen.plugins.authoring.scaffold import NEW_KINDS, new_file, new_package

    if kind not in NEW_KINDS:
        known = ", ".join(NEW_KINDS)
        if kind in ("option", "options"):
            raise BadInput(
                f"--kind {kind}: an option goes with a component: begin with that one's kind "
                f"({known}), and write the hook dreamgen_options beside its own"
            )
        guess = nearest(kind, NEW_KINDS)
        raise BadInput(f"--kind {kind}: there is no such kind{guess}; there are {known}")
    registry = Registry.default()
    taken = registry.presets if kind == "preset" else registry.names(NEW_KINDS[kind])
    if name.removeprefix("dreamgen-") in taken:
        raise BadInput(f"there is a {kind} {name.removeprefix('dreamgen-')!r} already")
    if one_file:
        path = new_file(name, kind, Path())
        then = f"dreamgen plugins check {path}"
    else:
        path = new_package(name, kind, Path())
        then = f"pip install -e './{path}[test]' && dreamgen plugins check {path} && pytest {path}"
    typer.echo(path)
    print(f"next: {then}", file=sys.stderr)


@app.command()
def disable(name: PluginName) -> None:
    """Switch a plugin off, until it is enabled."""
    if normalise_name(name) == "dreamgen":
        raise BadInput("the built-ins cannot be switched off")
    found = _chosen(name)[1][0]  # all of a distribution's plugins have its name
    write_disabled(read_disabled_file() | {found.name})
    typer.echo(f"{found.name} is switched off; {describe_enabling(found.name)}")


@app.command()
def enable(name: PluginName) -> None:
    """Switch a plugin on again."""
    wanted, off = normalise_name(name), read_disabled_file()
    wanted = wanted if wanted in off else f"dreamgen-{wanted}"
    if wanted not in off and not read_disabled_variable() & {wanted, normalise_name(name)}:
        known = ", ".join(sorted(off)) or "none"
        raise BadInput(f"{name!r} is not switched off{nearest(name, off)}; switched off: {known}")
    write_disabled(off - {wanted})
    if read_disabled_variable() & {wanted, normalise_name(name)}:
        raise BadInput(f"{name!r} stays off as long as {DISABLED_VARIABLE} names it")
    typer.echo(f"{wanted} is switched on")


def _chosen(what: str | None) -> tuple[Registry, list[Plugin]]:
    """Return the plugins that a name, or the path of a file, stands for; all without one."""
    path = Path(what or "")
    if path.suffix == ".py":
        registry = Registry.default([path])
        return registry, [p for p in registry.plugins if p.origin == str(path)]
    registry = Registry.default()
    if what is None:
        return registry, [plugin for plugin in registry.plugins if plugin.origin != "built in"]
    names = [plugin.name for plugin in registry.plugins]
    wanted = [
        name for name in (normalise_name(what), f"dreamgen-{normalise_name(what)}") if name in names
    ]
    if not wanted:
        if what and path.is_dir():
            raise BadInput(f"{what} is a folder: install it (pip install -e {what}), then name it")
        raise BadInput(f"there is no plugin {what!r}{nearest(what, names)}: {', '.join(names)}")
    return registry, [plugin for plugin in registry.plugins if plugin.name == wanted[0]]
