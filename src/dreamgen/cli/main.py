"""The command line's entry: finds commands by name, and turns errors into one sentence."""

from __future__ import annotations

import errno
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dreamgen.cli.shared.help_words import name_type
from dreamgen.cli.shared.plugin_options import (
    drop_plugin_words,
    list_plugin_words,
    plugins_named_in,
    takes_plugins,
)
from dreamgen.cli.shared.traceback_option import (
    FLAG,
    VARIABLE,
    drop_flag,
    print_traceback,
    wants_traceback,
)
from dreamgen.cli.shared.usage import UsageError, describe_usage
from dreamgen.errors import (
    DreamError,
    InputWarning,
    is_short_of_memory,
    make_printable,
)
from dreamgen.plugins.discovery import discover
from dreamgen.plugins.guard.blame import PluginFault
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.renamed import RenamedKey

BAD_INPUT, INTERRUPTED = 2, 130


@contextmanager
def _allow_closed_output() -> Iterator[None]:
    """End without a word where a reader of standard output has seen enough, as `head`."""
    try:
        try:
            yield
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except SystemExit as ended:  # of rich, which draws the help
        if isinstance(ended.__context__, BrokenPipeError):
            raise typer.Exit from None
        raise
    except BrokenPipeError:
        # Python flushes once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None


def _get_registry(ctx: Any) -> Registry:
    """Return the registry of the words before a command; plugins are looked for once, not for each."""
    key = "dreamgen.registry"
    if key not in ctx.meta:
        ctx.meta[key] = plugins_named_in(list_plugin_words(ctx.params))
    return ctx.meta[key]


class CommandsOfPlugins(TyperGroup):
    """Lists commands from plugins' entries, and imports a command only when it is run."""

    def list_commands(self, ctx: Any) -> list[str]:
        return _get_registry(ctx).names("commands")

    def get_command(self, ctx: Any, name: str) -> Any:
        """Return a stand-in that knows its summary: enough for help and for completion."""
        registry = _get_registry(ctx)
        if name not in registry.names("commands"):
            return None
        # Of two plugins' commands of one name, the first one's summary is shown.
        entry = next(entry for _, entry in registry.entries("commands") if entry.name == name)
        app = typer.Typer(add_completion=False)
        app.command(name, help=entry.summary)(lambda: None)
        return typer.main.get_command(app)

    def get_params(self, ctx: Any) -> list[Any]:
        return [name_type(each) for each in super().get_params(ctx)]

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        with _allow_closed_output():  # --help is printed here
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        with _allow_closed_output():
            return super().invoke(ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str, Any, list[str]]:
        from dreamgen.cli.shared.find_command import find_command  # which imports pydantic

        name, words = args[0], [*list_plugin_words(ctx.params), *args[1:]]
        builtin = Registry(discover(installed=False))
        is_builtin = name in builtin.names("commands")
        command = find_command(name, words, builtin if is_builtin else plugins_named_in(words))
        return name, command, words if takes_plugins(command) else drop_plugin_words(words)


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
        False, "--version", help="Show the version and exit.", is_eager=True, callback=show_version
    ),
    traceback: bool = typer.Option(
        False,
        FLAG,
        help=f"Show how a failure came about, for authors of plugins; also {VARIABLE}=1.",
    ),
    plugin: Annotated[
        list[Path] | None,
        typer.Option(
            help="Load a one-file plugin; also after a command.",
            metavar="FILE",
            is_eager=True,  # so that --help lists its commands
        ),
    ] = None,
    no_plugins: Annotated[
        bool, typer.Option("--no-plugins", help="Use the built-ins alone.", is_eager=True)
    ] = False,
) -> None:
    """Dream imagery out of neural networks."""


class ShowWarning:
    """Says in a line what dreamgen itself warns of, each line once; leaves others to Python."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def __call__(
        self, message: Warning | str, category: type[Warning], *place: Any, **more: Any
    ) -> None:
        if not issubclass(category, (RenamedKey, InputWarning)):
            _show_any_warning(message, category, *place, **more)
            return
        line = f"dreamgen: {make_printable(str(message))}"
        if line not in self._said:
            self._said.add(line)
            with suppress(OSError):  # where standard error is a full disk, the picture still counts
                print(line, file=sys.stderr)


_show_any_warning = warnings.showwarning


def main() -> None:
    """Run the command line; every expected failure is one sentence on standard error."""
    warnings.showwarning = ShowWarning()
    os.environ.setdefault("SVT_LOG", "1")  # the encoder of AV1: errors alone, not all its settings
    check_folder()
    try:
        words = drop_flag(sys.argv[1:])
        code = app(args=words, prog_name="dreamgen", standalone_mode=False) or 0
        if code == INTERRUPTED:  # typer makes an exit of it
            fail("interrupted; nothing was written", INTERRUPTED)
        sys.exit(code)
    except UsageError as problem:
        if not problem.format_message():  # nothing was typed, and help is shown instead
            sys.exit(BAD_INPUT)
        fail(describe_usage(problem), BAD_INPUT)
    except DreamError as problem:
        if wants_traceback():
            print_traceback(problem)
        elif isinstance(problem, PluginFault):
            fail(f"{problem}; {FLAG} shows more", problem.exit_code)
        fail(str(problem), problem.exit_code)
    except OSError as problem:
        what = problem.filename or "standard output"
        code = BAD_INPUT if problem.errno == errno.ENAMETOOLONG else 1
        fail(f"{what} cannot be used: {problem.strerror or problem}", code)
    except (MemoryError, RuntimeError) as problem:
        if not is_short_of_memory(problem):
            raise
        fail("there is not enough memory for this; a smaller --size needs less", 1)


def check_folder() -> None:
    """End with one sentence where the working directory was deleted: torch would end without."""
    try:
        Path.cwd()
    except OSError:
        fail("the working directory no longer exists; change to another", BAD_INPUT)


def fail(message: str, code: int) -> None:
    print(f"dreamgen: {make_printable(message)}", file=sys.stderr)
    sys.exit(code)
