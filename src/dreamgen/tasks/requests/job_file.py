"""Files of jobs: a TOML file of tables with shared defaults, or a list of JSON lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from dreamgen.errors import BadInput, nearest
from dreamgen.recipe.toml import read_toml
from dreamgen.render.session import Session
from dreamgen.tasks.requests.job_list import Refuse, open_list
from dreamgen.tasks.requests.job_table import SUFFIXES, Keys, Tables
from dreamgen.tasks.requests.request import Request
from dreamgen.tasks.requests.sheet_table import SHEETS, SheetJob, SheetTables
from dreamgen.tasks.task import Task

COMMANDS = (*SUFFIXES, *SHEETS)
"""The tables that a file may have."""


class Jobs(NamedTuple):
    """What a file asks for: renders, zooms and films, how many they are, and sheets."""

    tasks: Iterator[Task]
    total: int
    sheets: Sequence[SheetJob] = ()


def open_jobs(path: Path, session: Session, out: Path | None, refuse: Refuse) -> Jobs:
    """Check a file of jobs, and return what it asks for.

    A TOML file is checked whole; of a list :func:`open_list` says how far. ``out`` is where results
    go that the file gives no place. Raise BadInput for what cannot be used.
    """
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        return Jobs(*open_list(path, Tables(session, out, None), refuse))
    if suffix != ".toml":
        raise BadInput(f"{path}: a file of renders is called .toml, and a list .jsonl")
    taken: set[Path] = set()
    tables, sheet_tables = Tables(session, out, taken), SheetTables(session, out, taken)
    requests: list[Request] = []
    sheets: list[SheetJob] = []
    for name, table, defaults in _read_tables(path):
        if name in SUFFIXES:
            requests.append(tables.read(name, table, defaults))
        else:
            sheets.append(sheet_tables.read(name, table, defaults))
    numbers = count()
    tasks = (task for request in requests for task in request.tasks(numbers, refuse))
    return Jobs(tasks, sum(request.count() or 0 for request in requests), sheets)


def _read_tables(path: Path) -> Iterator[tuple[str, Keys, Keys]]:
    """Yield (command, the table's keys, the defaults for it) of each table of a file."""
    file = read_toml(_read_text(path), str(path))
    defaults = file.pop("defaults", {})
    if not isinstance(defaults, dict):
        raise BadInput(f"{path}: defaults must be a table")
    for name in file:
        if name not in COMMANDS:
            raise BadInput(
                f"{path}: there is no table {name!r}{nearest(name, ['defaults', *COMMANDS])}; there "
                f"are [defaults], {', '.join(f'[[{command}]]' for command in COMMANDS)}"
            )
    if not file:
        raise BadInput(f"{path} asks for nothing: it has no [[render]], say")
    for name, tables in file.items():
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            raise BadInput(f"{path}: {name} must be tables, each begun by [[{name}]]")
        for number, table in enumerate(tables, 1):
            label = f"{path}: {name} {number}" if len(tables) > 1 else f"{path}: {name}"
            yield name, (label, table), (f"{path}: defaults", defaults)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is no UTF-8 text"
        raise BadInput(f"{path} cannot be read: {reason}") from None
