"""Name the plugin for what its code raises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from dreamgen.errors import DreamError, is_short_of_memory

Item = TypeVar("Item")

LONGEST = 300  # letters of a problem's own words: torch's can run over pages


class PluginFault(DreamError):
    """A plugin's code failed, or gave what it must not; the cause is what it raised.

    who: "effect glow of plugin glow". told: the rest of the sentence.
    """

    def __init__(self, who: str, told: str):
        super().__init__(f"{who}: {told}")
        self.told = told


@dataclass(frozen=True)
class Origin:
    """Whose code runs: ``who`` as in :class:`PluginFault`, and the module that the code is in."""

    who: str
    module: str


@contextmanager
def blame(
    origin: Origin, doing: str, spare: tuple[type[BaseException], ...] = ()
) -> Iterator[None]:
    """Raise what a plugin's code raises as a PluginFault that says who was doing what, and where.

    BadInput, DreamError, an interruption, a lack of memory and ``spare`` pass as they are, and so
    does what :func:`pass_on` has marked.
    """
    try:
        yield
    except (Exception, SystemExit) as problem:
        is_known = isinstance(problem, (DreamError, *spare)) or is_short_of_memory(problem)
        if is_known or getattr(problem, "is_not_the_plugins", False):
            raise
        place = find_place(problem.__traceback__, origin.module)
        raise PluginFault(origin.who, tell(describe_exception(problem), doing, place)) from problem


def tell(what: str, doing: str, place: str) -> str:
    """Return a sentence on what went wrong: "ValueError: no (in apply, glow.py:7)"."""
    where = ", ".join(filter(None, [doing, place]))
    return f"{what} (in {where})" if where else what


def pass_on(items: Iterable[Item]) -> Iterator[Item]:
    """Yield items to a plugin; what making them raises is not the plugin's fault."""
    try:
        yield from items
    except Exception as problem:
        problem.is_not_the_plugins = True  # type: ignore[attr-defined]
        raise


def describe_exception(problem: BaseException) -> str:
    """Return an exception in one line, as "ValueError: no"."""
    try:
        said = " ".join(str(problem).split())
    except Exception:  # a plugin's own exception may fail at that, too
        said = ""
    said = said if len(said) <= LONGEST else f"{said[:LONGEST]}..."
    return f"{type(problem).__name__}: {said}".rstrip(": ")


def find_place(traceback: TracebackType | None, module: str) -> str:
    """Return "file:line" of the last call in a module's own package, or an empty string."""
    place, package = "", module.partition(".")[0]
    while traceback is not None:
        code, names = traceback.tb_frame.f_code, traceback.tb_frame.f_globals
        if str(names.get("__name__")).partition(".")[0] == package:
            place = f"{Path(code.co_filename).name}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place
