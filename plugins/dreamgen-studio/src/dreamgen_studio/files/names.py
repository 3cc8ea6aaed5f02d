"""Names of files as visitors' computers have them: made harmless, and still their own."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import PurePath

LONGEST = 80
_OTHERWISE_MEANT = ("noise", "random", "sample")


def clean_name(name: str) -> str:
    """Return a file name without folders, and without signs that a shell or recipe takes otherwise.

    >>> clean_name("../../etc/passwd"), clean_name("C:\\\\My Plots\\\\a(1).png"), clean_name("-")
    ('passwd', 'a 1 .png', 'upload')
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[^\w .+=@-]", " ", last).strip(" .-")
    path = PurePath(plain)
    suffix = re.sub(r"[^\w.]", "", path.suffix)[:12]
    stem = path.name.removesuffix(path.suffix)[: LONGEST - len(suffix)].strip()
    if not stem or (stem in _OTHERWISE_MEANT and not suffix):
        stem = f"upload {stem}".strip()
    return f"{stem}{suffix}"


def free_name(name: str, taken: Container[str]) -> str:
    """Return a name, numbered if it is taken: a.png, a-2.png, ..."""
    path, number, free = PurePath(name), 2, name
    while free in taken:
        free = f"{path.stem}-{number}{path.suffix}"
        number += 1
    return free
