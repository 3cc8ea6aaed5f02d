"""A list of renders, a line of JSON each, of any length: lines are read when they are reached."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from dreamgen.errors import BadInput
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import shorten
from dreamgen.render.inputs.loading import NOISE
from dreamgen.tasks.requests.job_table import SUFFIXES, Tables, beginning_with
from dreamgen.tasks.requests.request import Refuse, Request
from dreamgen.tasks.task import Task

CHECKED = 1000
"""Lines that are checked before anything starts."""
LONGEST_LINE = 1 << 20  # characters
Asked = tuple[Request, Recipe, str | None]


def open_list(path: Path, tables: Tables, refuse: Refuse) -> tuple[Iterator[Task], int]:
    """Return the tasks of a list, and how many lines it has.

    Raise BadInput if one of the first :data:`CHECKED` lines cannot be used. Of those after them
    ``refuse`` hears, and the others are made.
    """
    reader = _Reader(path, tables)
    for _ in islice(reader.read(_raise), CHECKED):
        pass
    return reader.tasks(refuse), sum(1 for line in _open(path) if line.strip())


class _Reader:
    """Reads a list; lines that differ in nothing but their input are checked once."""

    MOST_KEPT = 64

    def __init__(self, path: Path, tables: Tables):
        self._path = path
        self._tables = tables
        self._requests: dict[str, tuple[Request, Recipe]] = {}

    def read(self, refuse: Refuse) -> Iterator[Asked]:
        """Yield what each line asks for; ``refuse`` hears of the others."""
        for number, line in enumerate(_open(self._path), 1):
            label = f"{self._path}:{number}"
            if line.strip():
                try:
                    with beginning_with(label):
                        asked = self._read(line, label)
                except BadInput as problem:
                    refuse(label, str(problem))
                    continue
                yield asked

    def _read(self, line: str, label: str) -> Asked:
        values = _read_line(line, label)
        command, source = _take_command(values), values.pop("input", None)
        if not isinstance(source, str | None) or "inputs" in values:
            raise BadInput("a line is of one input, the text of its key input")
        # Noise has settings of its own.
        key = json.dumps([command, source is None, source == NOISE, values], sort_keys=True)
        if key not in self._requests:
            while len(self._requests) >= self.MOST_KEPT:
                self._requests.pop(next(iter(self._requests)))
            first = values if source is None else {"input": source, **values}
            request = self._tables.read(command, (label, first))
            self._requests[key] = request, request.compose(source, {})
        request, recipe = self._requests[key]
        if source is not None and source != recipe.input:
            recipe = recipe.model_copy(update={"input": source})
        return request, recipe, source

    def tasks(self, refuse: Refuse) -> Iterator[Task]:
        """Yield the task of each line; ``refuse`` hears of the lines that cannot be used."""
        for number, (request, recipe, source) in enumerate(self.read(refuse)):
            name = source or recipe.input
            yield Task(number, recipe, request.names.of(name, recipe, request.preset, {}, number))


def _read_line(line: str, label: str) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise BadInput(f"{label} is longer than 1 MB, which no recipe is")
    try:
        values = json.loads(line)
    except RecursionError:
        raise BadInput(f"{label} is not valid JSON: its brackets are nested too deep") from None
    except ValueError as problem:
        raise BadInput(f"{label} is not valid JSON: {problem}") from None
    if not isinstance(values, dict):
        raise BadInput(f'{label}: a line must be a table, as {{"input": "photo.jpg", "seed": 3}}')
    return values


def _take_command(values: dict[str, Any]) -> str:
    """Take the command out of a line, and return it."""
    name = values.pop("command", "render")
    if not isinstance(name, str) or name not in SUFFIXES:
        raise BadInput(f"command = {shorten(repr(name))}: must be {' or '.join(SUFFIXES)}")
    return name


def _open(path: Path) -> Iterator[str]:
    """Yield the lines of a list."""
    try:
        with path.open(encoding="utf-8") as file:
            yield from iter(lambda: file.readline(LONGEST_LINE + 1), "")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is no UTF-8 text"
        raise BadInput(f"{path} cannot be read: {reason}") from None


def _raise(label: str, problem: str) -> None:
    raise BadInput(problem)
