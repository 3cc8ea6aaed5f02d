"""Templates become the files of a new plugin."""

from __future__ import annotations

import keyword
import re
import shutil
from importlib import resources
from pathlib import Path
from string import Template

from dreamgen.errors import BadInput
from dreamgen.plugins.discovery import KINDS
from dreamgen.plugins.registry import one

NEW_KINDS = {one(kind): kind for kind in KINDS}
"""What a plugin can begin with, and the hook that offers it."""

_PACKAGE = {
    "pyproject.toml": "pyproject",
    "README.md": "readme",
    "src/$package/__init__.py": "init",
    "src/$package/plugin.py": "plugin",
    "src/$package/$module.py": "$kind",
    "tests/test_$module.py": "test",
}
"""A package's files, and the template of each."""


def new_package(name: str, kind: str, where: Path) -> Path:
    """Write the folder dreamgen-NAME into ``where``, with a component of a kind; return it.

    Raise BadInput for a name that cannot be, and if there is such a folder already.
    """
    words = _words(name, kind)
    folder = where / words["distribution"]
    _check_free(folder)
    try:
        for path, template in _PACKAGE.items():
            target = folder / _filled(path, words)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_text(_filled(template, words), words), encoding="utf-8")
    except OSError as problem:
        shutil.rmtree(folder, ignore_errors=True)
        raise BadInput(f"{folder} cannot be written: {problem.strerror}") from None
    return folder


def new_file(name: str, kind: str, where: Path) -> Path:
    """Write a one-file plugin, NAME.py, into ``where``; return it. Raise BadInput as above."""
    words = _words(name, kind)
    path = where / f"{words['module']}.py"
    _check_free(path)
    text = _importing(_text(kind, words), "Entry", "hookimpl")
    try:
        path.write_text(f"{text}\n\n{_text('hook', words)}", encoding="utf-8")
    except OSError as problem:
        raise BadInput(f"{path} cannot be written: {problem.strerror}") from None
    return path


def _words(name: str, kind: str) -> dict[str, str]:
    """Return what the templates' blanks are filled with."""
    plain = name.removeprefix("dreamgen-")
    module = plain.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", plain) or keyword.iskeyword(module):
        raise BadInput(
            f"{name!r} is no name for a plugin: lower-case letters and digits, with dashes between"
        )
    titled = "".join(part.capitalize() for part in plain.split("-"))
    words = {
        "name": plain,
        "module": module,
        "package": f"dreamgen_{module}",
        "distribution": f"dreamgen-{plain}",
        "kind": kind,
        "hook": NEW_KINDS[kind],
        "attribute": module if kind == "command" else titled,
    }
    return words | _told_by(_text(kind, words))


def _check_free(path: Path) -> None:
    if path.exists():
        raise BadInput(f"{path} is there already; nothing was written")
    if not path.parent.is_dir():
        raise BadInput(f"{path}: there is no folder {path.parent}")


def _text(template: str, words: dict[str, str]) -> str:
    folder = resources.files("dreamgen.plugins.authoring.scaffold") / "templates"
    return _filled((folder / f"{template}.txt").read_text(encoding="utf-8"), words)


def _filled(text: str, words: dict[str, str]) -> str:
    return Template(text).substitute(words)


def _told_by(component: str) -> dict[str, str]:
    """Return the command that a component's source gives as an example, and what it says it does."""
    (use,) = re.findall(r"^    (dreamgen .+)$", component, re.MULTILINE)
    (summary,) = re.findall(r'^    """([^.;:]+)[.;:]', component, re.MULTILINE)
    return {"use": use, "summary": summary[0].lower() + summary[1:]}


def _importing(text: str, *names: str) -> str:
    """Return source whose import from dreamgen names these too, classes before functions."""
    (line,) = re.findall(r"^from dreamgen import .+$", text, re.MULTILINE)
    present = line.removeprefix("from dreamgen import ").split(", ")
    together = sorted({*present, *names}, key=lambda word: (word.islower(), word))
    return text.replace(line, f"from dreamgen import {', '.join(together)}")
