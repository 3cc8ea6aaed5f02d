"""Check a command of the command line by asking it for help."""

from __future__ import annotations

from typing import Any

from dreamgen.plugins.guard.require import require


def check_command(command: Any) -> None:
    """It has a docstring, and ``--help`` shows it and its parameters."""
    import typer
    from typer.testing import CliRunner

    app = command if isinstance(command, typer.Typer) else typer.Typer(add_completion=False)
    if app is not command:
        app.command()(command)
    found = typer.main.get_command(app)
    require((found.help or "").strip(), "it has no docstring, which --help would show")
    done = CliRunner().invoke(app, ["--help"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    require(done.exit_code == 0, f"--help ends with {done.exit_code}")
