"""``--watch``: make a result again whenever one of the files that it is made from changes."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from dreamgen.cli.shared.compose import compose_recipe
from dreamgen.cli.shared.how import How
from dreamgen.cli.shared.interrupt import Interrupted
from dreamgen.cli.shared.naming import Target
from dreamgen.errors import BadInput, DreamError, make_printable
from dreamgen.recipe.keywords import Kind
from dreamgen.recipe.presets import list_preset_files
from dreamgen.recipe.relative import is_file
from dreamgen.recipe.texts import list_texts
from dreamgen.tasks.grid.axis import read_axes

if TYPE_CHECKING:
    from dreamgen.render.session import Session

INTERVAL = 0.25
"""Seconds between looks at the files; a change counts once nothing more changes for as long."""

Print = tuple[int, int] | None
"""A file's time of change and size, in nanoseconds and bytes; None where there is no file."""


def watch_result(
    make: Callable[[bool], None],
    out: Path | None,
    how: How,
    list_files: Callable[[], Iterable[Path]],
) -> None:
    """Watch what one result is made of; ``make`` is told whether it may replace what is at ``out``.

    Raise BadInput if there is no name to watch for, or one that may not be replaced.
    """
    for flag, is_given in {"--dry-run": how.dry_run, "--resume": how.resume}.items():
        if is_given:
            raise BadInput(f"{flag}: with --watch the result is made anew each time")
    if out is None:
        raise BadInput("--watch: say with -o which file is made again")
    Target(out, out, how.force).check_free()
    watch(lambda again: make(how.force or again), list_files)


def watch(
    make: Callable[[bool], None],
    list_files: Callable[[], Iterable[Path]],
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Make a result, and again after every change of the files; end when Ctrl-C is pressed.

    ``make`` is told whether it was made before, and so may be replaced. What fails is said in one
    sentence, and the next change is waited for: a file may be half-saved, or misspelt.
    """
    made = False
    known: set[Path] = set()  # a file that is gone for a moment, as while it is saved, is still one
    try:
        while True:
            known |= set(list_files())
            before = _digest(known)
            made = _try(make, made, is_hopeless=not before) or made
            changed = wait_for_change(before, lambda: set(list_files()), wait)
            _say(f"{', '.join(sorted(map(str, changed)))} changed")
    except KeyboardInterrupt:
        _say("no longer watched")


def wait_for_change(
    before: Mapping[Path, str], files: Callable[[], set[Path]], wait: Callable[[float], None]
) -> set[Path]:
    """Return the files whose content is not what it was, once nothing has changed for a while.

    ``before`` holds what :func:`_digest` gave. A file that is merely touched has not changed.
    """
    seen: Mapping[Path, Print] = {}  # nothing: so that changes made meanwhile are found at once
    while True:
        there = files() | before.keys()
        now = {path: _stat(path) for path in there}
        if now != seen and _is_quiet(now, wait):
            seen = now
            changed = {path for path, text in _digest(there).items() if before.get(path) != text}
            if changed:
                return changed
        wait(INTERVAL)


def list_inputs(
    inputs: Sequence[str] | None,
    flags: Mapping[str, Any],
    session: Session,
    vary: Sequence[str] | None = None,
    kind: Kind = "still",
) -> set[Path]:
    """Return the files that a command's results are made of: inputs, masks, guides and presets."""
    presets = {flags["preset"]} if "preset" in flags else set()
    files = set(inputs or ()) | {str(flags[key]) for key in ("mask", "weights") if key in flags}
    with suppress(DreamError):  # the command itself says what is wrong
        for axis in read_axes(vary or (), kind, session.registry.options()):
            values = {str(axis.choose(text).value) for text in axis.texts if axis.name != "channel"}
            (presets if axis.key == "preset" else files).update(values)
        recipe = compose_recipe(
            next(iter(inputs or ()), None), dict(flags), session, kind != "still"
        )
        files |= list_texts(recipe)
    known = session.registry.presets
    own = {path for name in presets for path in list_preset_files(name, known) if is_file(path)}
    return own | {Path(name) for name in files if is_file(Path(name))}


def _try(make: Callable[[bool], None], again: bool, is_hopeless: bool) -> bool:
    """Return whether a result was made. What fails ends all if ``is_hopeless``: if no file matters."""
    try:
        make(again)
    except Interrupted:
        raise
    except typer.Exit:  # a sheet of which a picture has failed, and which has said so
        return True
    except DreamError as problem:
        if is_hopeless:
            raise
        _say(str(problem))
        return False
    return True


def _is_quiet(now: Mapping[Path, Print], wait: Callable[[float], None]) -> bool:
    wait(INTERVAL)
    return all(_stat(path) == seen for path, seen in now.items())


def _stat(path: Path) -> Print:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _digest(paths: Iterable[Path]) -> dict[Path, str]:
    found = {}
    for path in paths:
        try:
            with path.open("rb") as file:
                found[path] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            found[path] = ""
    return found


def _say(text: str) -> None:
    print(f"dreamgen: {make_printable(text)}", file=sys.stderr, flush=True)
