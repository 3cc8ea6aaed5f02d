"""The command line's entry: finds commands by name, and turns errors into one sentence."""

from __future__ import annotations

import sys
import warnings
from importlib import metadata
from typing import Any

import typer
from typer.core import TyperGroup

from dreamgen.cli.shared.options import (
    add_recipe_options,
    list_flags,
    plugins_named_in,
    takes_recipe_options,
)
from dreamgen.errors import BadInput, DreamError, InputWarning, make_printable, nearest
from dreamgen.plugins.discovery import discover
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.renamed import RenamedKey

INTERRUPTED = 130
UsageError: Any = typer.BadParameter.__bases__[0]
"""What is raised for anything mistyped; typer has no public name for it."""


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
        if takes_recipe_options(loaded):
            options = plugins_named_in(args).options(taken=list_flags(loaded))
            loaded = add_recipe_options(loaded, options)
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


def show_warning(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
    """Say in one line what dreamgen itself warns of; leave other warnings to Python."""
    if issubclass(category, (RenamedKey, InputWarning)):
        print(f"dreamgen: {make_printable(str(message))}", file=sys.stderr)
    else:
        _show_any_warning(message, category, *place, **more)


_show_any_warning = warnings.showwarning


def main() -> None:
    """Run the command line; every expected failure is one sentence on standard error."""
    warnings.showwarning = show_warning
    try:
        code = app(standalone_mode=False) or 0
        if code == INTERRUPTED:  # typer makes an exit of it
            fail("interrupted; nothing was written", INTERRUPTED)
        sys.exit(code)
    except UsageError as problem:
        if not problem.format_message():  # nothing was typed, and help is shown instead
            sys.exit(2)
        fail(_usage(problem), 2)
    except DreamError as problem:
        fail(str(problem), problem.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as problem:
        what = problem.filename or "standard output"
        fail(f"{what} cannot be used: {problem.strerror or problem}", 1)
    except (MemoryError, RuntimeError) as problem:
        if not _is_short_of_memory(problem):
            raise
        fail("there is not enough memory for this; a smaller --size needs less", 1)


def _usage(problem: Any) -> str:
    command = problem.ctx.command_path if problem.ctx else "dreamgen"
    message = problem.format_message().rstrip(".")
    return f"{message[0].lower()}{message[1:]}; `{command} --help` says what can be given"


def _is_short_of_memory(problem: Exception) -> bool:
    # Torch raises plain RuntimeErrors for it on a CPU, and subclasses of it on a GPU.
    said = str(problem).lower()
    return isinstance(problem, MemoryError) or "allocate memory" in said or "out of memory" in said


def fail(message: str, code: int) -> None:
    print(f"dreamgen: {make_printable(message)}", file=sys.stderr)
    sys.exit(code)
