"""Run a planned render and save its result, showing progress."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from dreamgen.cli.progress import progress
from dreamgen.pipeline import prepare, run
from dreamgen.plan import Plan
from dreamgen.registry import Registry
from dreamgen.saving import check_writable, find_output, save


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
