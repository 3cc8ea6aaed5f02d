"""Files of renders and zooms: a TOML file of tables with shared defaults, or a list of JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from dreamgen.errors import BadInput, nearest
from dreamgen.recipe.toml import read_toml
from dreamgen.render.session import Session
from dreamgen.tasks.job_list import Refuse, open_list
from dreamgen.tasks.job_table import MOVING, Keys, Tables
from dreamgen.tasks.task import Task


def open_jobs(
    path: Path, session: Session, out: Path | None, refuse: Refuse
) -> tuple[Iterator[Task], int]:
    """Check a file of renders, and return its tasks and how many they are.

    A TOML file is checked whole; of a list :func:`open_list` says how far. ``out`` is where results
    go that the file gives no place. Raise BadInput for what cannot be used.
    """
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        return open_list(path, Tables(session, out, None), refuse)
    if suffix != ".toml":
        raise BadInput(f"{path}: a file of renders is called .toml, and a list .jsonl")
    tables = Tables(session, out, set())
    requests = [tables.read(*table) for table in _read_tables(path)]
    numbers = count()
    tasks = (task for request in requests for task in request.tasks(numbers, refuse))
    return tasks, sum(request.count() or 0 for request in requests)


def _read_tables(path: Path) -> Iterator[tuple[bool, Keys, Keys]]:
    """Yield (whether a zoom, the table's keys, the defaults for it) of each table of a file."""
    file = read_toml(_read_text(path), str(path))
    defaults = file.pop("defaults", {})
    if not isinstance(defaults, dict):
        raise BadInput(f"{path}: defaults must be a table")
    for name in file:
        if name not in MOVING:
            raise BadInput(
                f"{path}: there is no table {name!r}{nearest(name, ['defaults', *MOVING])}; there "
                f"are [defaults], {', '.join(f'[[{command}]]' for command in MOVING)}"
            )
    if not file:
        raise BadInput(f"{path} asks for nothing: it has no [[render]] and no [[zoom]]")
    for name, tables in file.items():
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            raise BadInput(f"{path}: {name} must be tables, each begun by [[{name}]]")
        for number, table in enumerate(tables, 1):
            label = f"{path}: {name} {number}" if len(tables) > 1 else f"{path}: {name}"
            yield MOVING[name], (label, table), (f"{path}: defaults", defaults)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is no UTF-8 text"
        raise BadInput(f"{path} cannot be read: {reason}") from None
