"""The command line's entry: finds commands by name, and turns errors into one sentence."""

from __future__ import annotations

import sys
from importlib import metadata
from typing import Any

import typer
from typer.core import TyperGroup

from dreamgen.errors import BadInput, DreamError, nearest
from dreamgen.plugins import discover
from dreamgen.registry import Registry


class CommandsOfPlugins(TyperGroup):
    """Lists commands from plugins' entries, and imports a command only when it is run."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._registry: Registry | None = None

    @property
    def registry(self) -> Registry:
        if self._registry is None:
            self._registry = Registry.default()
        return self._registry

    def list_commands(self, ctx: Any) -> list[str]:
        return self.registry.names("commands")

    def get_command(self, ctx: Any, name: str) -> Any:
        """Return a stand-in that knows its summary: enough for help and for completion."""
        if name not in self.list_commands(ctx):
            return None
        entry = self.registry.find("commands", name)[1]
        app = typer.Typer(add_completion=False)
        app.command(name, help=entry.summary)(lambda: None)
        return typer.main.get_command(app)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str, Any, list[str]]:
        name = args[0]
        builtin = Registry(discover(installed=False))
        registry = builtin if name in builtin.names("commands") else self.registry
        if name not in registry.names("commands"):
            guess = nearest(name, registry.names("commands"))
            raise BadInput(f"there is no command {name!r}{guess}; dreamgen --help lists them")
        loaded = registry.load("commands", name)
        app = loaded if isinstance(loaded, typer.Typer) else typer.Typer(add_completion=False)
        if app is not loaded:
            app.command(name)(loaded)
        command = typer.main.get_command(app)
        command.name = name
        return name, command, args[1:]


app = typer.Typer(
    cls=CommandsOfPlugins,
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def show_version(wanted: bool) -> None:
    """Print the version and end, before a command is asked for."""
    if wanted:
        typer.echo(metadata.version("dreamgen"))
        raise typer.Exit


@app.callback()
def dreamgen(
    version: bool = typer.Option(
        False, "--version", help="Show the version and end.", is_eager=True, callback=show_version
    ),
) -> None:
    """Dream imagery out of neural networks."""


def main() -> None:
    """Run the command line; every expected failure is one sentence on standard error."""
    try:
        app()
    except DreamError as problem:
        fail(str(problem), problem.exit_code)
    except KeyboardInterrupt:
        fail("interrupted; nothing was written", 130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def fail(message: str, code: int) -> None:
    print(f"dreamgen: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(code)
