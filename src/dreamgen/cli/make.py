"""Run a planned render and save its result, showing progress."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from dreamgen.cli.progress import progress
from dreamgen.plugins.registry import Registry
from dreamgen.render.job import prepare, run
from dreamgen.render.plan import Plan
from dreamgen.render.saving import check_writable, find_output, save


def make(plan: Plan, path: Path, registry: Registry, quiet: bool) -> Mapping[str, Any]:
    """Dream, write ``path``, and print it; everything that can be checked is checked first.

    Return what the picture was made by: versions, weights, the input's hash.
    """
    check_writable(path)
    output = find_output(plan.recipe, path, registry)
    job = prepare(plan, registry)
    with progress(quiet) as listener:
        save(run(job, listener), path, output, job.text())
    typer.echo(path)
    return job.made
