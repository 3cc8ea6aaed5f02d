"""Many pictures or zooms from Python, as ``dreamgen render *.jpg -o dreams/`` makes them."""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from dreamgen.api.default_session import default_session
from dreamgen.errors import BadInput, InputWarning
from dreamgen.executors.base import Executor
from dreamgen.executors.find import find_executor
from dreamgen.render.session import Session
from dreamgen.tasks.outcome import Outcome
from dreamgen.tasks.placing import Placing
from dreamgen.tasks.requests.job_table import Tables
from dreamgen.tasks.run import make_tasks
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task

Name = str | PathLike[str]
ADVICE = "overwrite=True replaces it, resume=True keeps it"


def dream_all(
    sources: Name | Iterable[Name],
    out: Name,
    *,
    preset: str | None = None,
    vary: Mapping[str, Any] | None = None,
    moving: bool = False,
    on: str | Executor | None = None,
    overwrite: bool = False,
    resume: bool = False,
    session: Session | None = None,
    **recipe: Any,
) -> Iterator[Outcome]:
    """Dream every source, put the results in place, and yield what became of each when it is done.

    ``sources`` are files, folders, globs, "noise" or "sample:NAME"; ``out`` is a folder, or a template
    as "dreams/{stem}-{seed}.png". ``vary={"seed": range(4), "layer": [3, 6]}`` makes each source in
    every combination; ``moving`` makes zooms; ``on`` says where: "local(workers=2)", an address, an
    :class:`Executor`. What is there already is a failure of that one, unless ``overwrite`` replaces
    it or ``resume`` keeps it if it is of the same recipe. The other keywords are as for
    :func:`dream` and :func:`zoom`, and permissions are the session's.

    A render that fails stops no other: its outcome has a ``problem``, and no ``path``. Closing the
    iterator ends what was begun. Raise BadInput, before anything starts, for what cannot be used.
    """
    if overwrite and resume:
        raise BadInput("overwrite and resume: what is there is replaced or kept, not both")
    session = session or default_session()
    registry = session.registry
    names = [sources] if isinstance(sources, str | PathLike) else sources
    keys: dict[str, Any] = {"inputs": [fspath(name) for name in names], **recipe}
    if preset is not None:
        keys["preset"] = preset
    keys["vary"] = {key: _as_list(values) for key, values in (vary or {}).items()}
    request = Tables(session, Path(out), set()).read(
        "zoom" if moving else "render", ("dream_all()", keys)
    )
    executor = on if isinstance(on, Executor) else find_executor(on, registry)
    setup = Setup(permissions=session.permissions, session=session)
    placing = Placing(registry, overwrite, resume, ADVICE)
    return _make(request.tasks(count(), _warn), executor, setup, placing)


def _make(
    tasks: Iterator[Task], executor: Executor, setup: Setup, placing: Placing
) -> Iterator[Outcome]:
    skipped: deque[Outcome] = deque()
    for outcome in make_tasks(tasks, executor, setup, placing, skipped.append):
        while skipped:
            yield skipped.popleft()
        yield outcome
    yield from skipped


def _as_list(values: Any) -> Any:
    is_one = isinstance(values, str) or not isinstance(values, Iterable)
    return values if is_one else list(values)


def _warn(name: str, problem: str) -> None:
    warnings.warn(f"{name} is left out: {problem}", InputWarning, stacklevel=2)
