"""Let the user edit a text in an editor of their own; nothing that was typed is ever lost."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from dreamgen.atomic import write_atomically
from dreamgen.errors import BadInput, DreamError

VARIABLES = ("VISUAL", "EDITOR")
USUAL = ("nano", "vi", "notepad")
"""Editors that are looked for where no variable names one."""


def draft_of(path: Path) -> Path:
    """Return where a text is while it is edited, and stays if it cannot be used."""
    return path.with_name(f"{path.stem}.draft{path.suffix}")


def edit(path: Path, text: str, accept: Callable[[str], None]) -> None:
    """Let the user edit a draft of a file's text, and hand it to ``accept``, which writes the file.

    If ``accept`` raises BadInput the draft is kept, and the next call goes on with it.
    """
    words, draft = _find_editor(), draft_of(path)
    try:
        if not draft.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(draft, text.encode())
        code = subprocess.run([*words, str(draft)], check=False).returncode
        edited = draft.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise BadInput(f"{draft} cannot be edited with {words[0]}: {reason}") from None
    if code:
        raise DreamError(f"{words[0]} ended with code {code}: what was typed is in {draft}")
    try:
        accept(edited)
    except BadInput as problem:
        raise BadInput(f"{problem}; `dreamgen config edit` goes on with {draft}") from None
    draft.unlink()


def _find_editor() -> list[str]:
    """Return the words of the user's editor. Raise BadInput if there is none."""
    named = next(filter(None, map(os.environ.get, VARIABLES)), "")
    if named:
        return shlex.split(named, posix=os.name != "nt")
    found = next(filter(shutil.which, USUAL), None)
    if found is None:
        raise BadInput("no editor was found: name yours in the variable EDITOR")
    return [found]
