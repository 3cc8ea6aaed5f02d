"""Names of files as visitors' computers have them: made harmless, and still their own."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import PurePath

LONGEST = 80


def clean_name(name: str) -> str:
    """Return a file name without folders, and without signs that a shell or recipe takes otherwise.

    >>> clean_name("../../etc/passwd"), clean_name("C:\\\\My Plots\\\\a(1).png"), clean_name("-")
    ('passwd.file', 'a(1).png', 'upload.file')
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(sign if sign.isprintable() and sign not in '"' else " " for sign in last)
    plain = " ".join(plain.split()).lstrip(" .-")
    path = PurePath(plain)
    # A name without a suffix could be that of a layer or a class.
    suffix = re.sub(r"[^\w.]", "", path.suffix)[:12] or ".file"
    stem = path.name.removesuffix(path.suffix)[: LONGEST - len(suffix)].strip() or "upload"
    return f"{stem}{suffix}"


def free_name(name: str, taken: Container[str]) -> str:
    """Return a name, numbered if it is taken: a.png, a-2.png, ..."""
    path, number, free = PurePath(name), 2, name
    while free in taken:
        free = f"{path.stem}-{number}{path.suffix}"
        number += 1
    return free
