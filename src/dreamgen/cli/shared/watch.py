"""``--watch``: make a result again whenever one of the files that it is made from changes."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.cli.shared.compose import compose_recipe
from dreamgen.errors import DreamError, make_printable
from dreamgen.recipe.presets import list_preset_files
from dreamgen.recipe.relative import is_file
from dreamgen.recipe.texts import list_texts

if TYPE_CHECKING:
    from dreamgen.render.session import Session

INTERVAL = 0.25
"""Seconds between looks at the files; a change counts once nothing more changes for as long."""

Print = tuple[int, int] | None
"""A file's time of change and size, in nanoseconds and bytes; None where there is no file."""


def watch(
    make: Callable[[bool], None],
    list_files: Callable[[], Iterable[Path]],
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Make a result, and again after every change of the files; end when Ctrl-C is pressed.

    ``make`` is told whether it is made again, and so may replace what is there. What fails is said in
    one sentence, and the next change is waited for: a file may be half-saved, or misspelt.
    """
    again = False
    try:
        while True:
            before = _digest(_files(list_files))
            _try(make, again)
            again = True
            changed = wait_for_change(before, lambda: _files(list_files), wait)
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
    inputs: Sequence[str] | None, flags: Mapping[str, Any], session: Session
) -> set[Path]:
    """Return the files that a command's results are made of: inputs, masks, guides and presets."""
    preset = flags.get("preset")
    files = set(inputs or ()) | {str(flags[key]) for key in ("mask", "weights") if key in flags}
    own = set() if preset is None else set(list_preset_files(preset, session.registry.presets))
    with suppress(DreamError):  # the command itself says what is wrong
        recipe = compose_recipe(next(iter(inputs or ()), None), dict(flags), session)
        files |= list_texts(recipe)
    return own | {Path(name) for name in files if is_file(Path(name))}


def _try(make: Callable[[bool], None], again: bool) -> None:
    try:
        make(again)
    except DreamError as problem:
        if not again:
            raise
        _say(str(problem))


def _files(list_files: Callable[[], Iterable[Path]]) -> set[Path]:
    try:
        return set(list_files())
    except DreamError:  # a preset that cannot be read just now
        return set()


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
