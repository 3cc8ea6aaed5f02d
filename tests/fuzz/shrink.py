"""Make an input that fails smaller, as long as it fails alike: by leaving out pieces of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kinds import Kind
from worker import open_watch

MOST_TRIES = 500


def main(kind: Kind, file: Path) -> int:
    """Write ``file`` with ".small" before its suffix; return 1, for it still fails."""
    import uses

    data, target = file.read_bytes(), file.with_suffix(f".small{file.suffix}").absolute()
    with open_watch() as watch:
        uses.warm_up()
        path = watch.work / f"input{kind.suffix}"

        def find_sorts(changed: bytes) -> set[str]:
            path.write_bytes(changed)
            return {problem.sort for problem in watch.try_input(path, kind.use)}

        sorts = find_sorts(data)
        if not sorts:
            print(f"{file} does not fail")
            return 0
        sort = min(sorts)
        small = shrink(data, lambda changed: sort in find_sorts(changed))
    target.write_bytes(small)
    print(f"{sort}: {len(data)} bytes became {len(small)}, in {target}")
    return 1


def shrink(data: bytes, fails: Callable[[bytes], bool]) -> bytes:
    """Leave out halves, quarters, ... down to single bytes, while what is left still fails."""
    length, tries = len(data) // 2, 0
    while length and tries < MOST_TRIES:
        at, before = 0, len(data)
        while at < len(data) and tries < MOST_TRIES:
            changed = data[:at] + data[at + length :]
            tries += 1
            if fails(changed):
                data = changed
            else:
                at += length
        if len(data) == before:
            length //= 2
    return data
