"""dreamgen run: make the renders and zooms that a file lists."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dreamgen.cli.shared.command_options import Force, On, Prove, Quiet, Resume
from dreamgen.cli.shared.json_output import Json
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles


def run(
    file: Annotated[Path, typer.Argument(help="A .toml file of renders, or a .jsonl list.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="A folder, for what has no place in it.")
    ] = None,
    resume: Resume = False,
    force: Force = False,
    on: On = None,
    prove: Prove = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be made, a line each.")
    ] = False,
    quiet: Quiet = False,
    as_json: Json = False,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
) -> None:
    """Make the renders and zooms that a file lists; the paths of the results are printed.

    A TOML file has tables [[render]] and [[zoom]], each with inputs, out, preset and keys of the
    recipe, and [defaults] for all. A list has one render a line, in JSON, and any number of lines.

    Example: dreamgen run jobs.toml --resume
    """
    from dreamgen.cli.defaults.own_defaults import read_defaults
    from dreamgen.cli.shared.compose import open_session
    from dreamgen.cli.shared.how import How
    from dreamgen.tasks.job_file import open_jobs

    quiet = quiet or read_defaults().quiet
    session = open_session(plugin, no_plugins)
    how = How(session, plugin, no_plugins, force, resume, on, prove, dry_run, quiet, as_json)
    results = how.results()
    tasks, total = open_jobs(file, session, out, results.fail)
    how.make(tasks, total, results)
