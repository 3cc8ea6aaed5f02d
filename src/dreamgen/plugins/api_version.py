"""Which version of the hook API a plugin was written for, and whether this dreamgen has it."""

from __future__ import annotations

import re
from typing import Any

from dreamgen.plugins.hookspecs import API_VERSION

ATTRIBUTE = "dreamgen_api"
"""What a plugin's module says it with, as in ``dreamgen_api = "1.0"``."""


def format_version(version: tuple[int, int]) -> str:
    """Return a version as people write it.

    >>> format_version((1, 0))
    '1.0'
    """
    return f"{version[0]}.{version[1]}"


def find_version_problem(module: Any, available: tuple[int, int] = API_VERSION) -> str:
    """Return one sentence on why a plugin's module does not fit the hook API, or nothing.

    A plugin fits if it has the same major version and no higher minor one. One that names no
    version is taken for a plugin of this version.

    >>> from types import SimpleNamespace as Module
    >>> find_version_problem(Module(dreamgen_api="1.0"), available=(1, 2))
    ''
    >>> find_version_problem(Module(dreamgen_api="1.3"), available=(1, 2))
    'it is written for hook API 1.3, and this dreamgen has 1.2: update dreamgen'
    """
    stated = getattr(module, ATTRIBUTE, format_version(available))
    match = re.fullmatch(r"(\d+)(?:\.(\d+))?", stated) if isinstance(stated, str) else None
    if not match:
        return (
            f'{ATTRIBUTE} must be a version such as "{format_version(available)}", not {stated!r}'
        )
    written_for = (int(match[1]), int(match[2] or 0))
    if written_for[0] == available[0] and written_for <= available:
        return ""
    remedy = "update dreamgen" if written_for > available else "update the plugin"
    return (
        f"it is written for hook API {format_version(written_for)}, "
        f"and this dreamgen has {format_version(available)}: {remedy}"
    )
