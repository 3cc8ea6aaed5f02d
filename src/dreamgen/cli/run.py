"""dreamgen run: make what a file lists."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dreamgen.cli.shared.command_options import ManyOptions, Resume
from dreamgen.cli.shared.place import read_out


def run(
    file: Annotated[Path, typer.Argument(help="A .toml file of jobs, or a .jsonl list.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="A folder, for results without a place of their own.",
            metavar="FILE",
            parser=read_out,
        ),
    ] = None,
    resume: Resume = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be made and make nothing.")
    ] = False,
    *,
    options: ManyOptions,
) -> None:
    """Make the renders, zooms and sheets that a file lists; the paths of the results are printed.

    A TOML file has tables [[render]], [[zoom]], [[film]], [[sweep]] and [[atlas]], each with inputs,
    out, preset and keys of the recipe, and [defaults] for all. A list has one render or zoom a line, in
    JSON, and any number of lines.

    Example: dreamgen run jobs.toml --resume
    """
    from dreamgen.cli.defaults.own_defaults import heed_defaults
    from dreamgen.cli.shared.compose import open_session
    from dreamgen.cli.shared.how import How
    from dreamgen.cli.shared.make_jobs import make_jobs
    from dreamgen.tasks.requests.job_file import open_jobs

    options = heed_defaults(options)
    session = open_session(options.plugin, options.no_plugins)
    how = How(**vars(options), session=session, resume=resume, dry_run=dry_run)
    results = how.results()
    make_jobs(how, open_jobs(file, session, out, results.fail), results)
