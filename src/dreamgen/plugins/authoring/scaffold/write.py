"""Write the files of a new plugin from templates."""

from __future__ import annotations

import keyword
import re
import shutil
from importlib import resources
from pathlib import Path
from string import Template

from dreamgen.errors import BadInput
from dreamgen.plugins.api_version import format_version
from dreamgen.plugins.discovery import KINDS
from dreamgen.plugins.hookspecs import API_VERSION
from dreamgen.plugins.registry import singular

NEW_KINDS = {singular(kind): kind for kind in KINDS}
"""The kinds of component that a new plugin can start with, and the kind's hook."""

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

    Raise BadInput if the name is not valid, the folder exists already or cannot be written.
    """
    values = _template_values(name, kind)
    folder = where / values["distribution"]
    _check_free(folder)
    try:
        for path, template in _PACKAGE.items():
            target = folder / _fill(path, values)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_read_template(_fill(template, values), values), encoding="utf-8")
    except OSError as problem:
        shutil.rmtree(folder, ignore_errors=True)
        raise BadInput(f"{folder} cannot be written: {problem.strerror}") from None
    return folder


def new_file(name: str, kind: str, where: Path) -> Path:
    """Write a one-file plugin, NAME.py, into ``where``; return it. Raises what new_package does."""
    values = _template_values(name, kind)
    path = where / f"{values['module']}.py"
    _check_free(path)
    text = _add_imports(_read_template(kind, values), "Entry", "hookimpl")
    try:
        path.write_text(f"{text}\n\n{_read_template('hook', values)}", encoding="utf-8")
    except OSError as problem:
        raise BadInput(f"{path} cannot be written: {problem.strerror}") from None
    return path


def _template_values(name: str, kind: str) -> dict[str, str]:
    """Return what fills the templates' placeholders."""
    plain = name.removeprefix("dreamgen-")
    module = plain.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", plain) or keyword.iskeyword(module):
        raise BadInput(
            f"{name!r} is not a valid plugin name: use lower-case letters and digits, "
            "with dashes between"
        )
    titled = "".join(part.capitalize() for part in plain.split("-"))
    values = {
        "name": plain,
        "module": module,
        "package": f"dreamgen_{module}",
        "distribution": f"dreamgen-{plain}",
        "kind": kind,
        "hook": NEW_KINDS[kind],
        "api": format_version(API_VERSION),
        "attribute": module if kind == "command" else titled,
    }
    return values | _read_example(_read_template(kind, values))


def _check_free(path: Path) -> None:
    if path.exists():
        raise BadInput(f"{path} exists already; nothing was written")
    if not path.parent.is_dir():
        raise BadInput(f"{path}: there is no folder {path.parent}")


def _read_template(template: str, values: dict[str, str]) -> str:
    folder = resources.files("dreamgen.plugins.authoring.scaffold") / "templates"
    return _fill((folder / f"{template}.txt").read_text(encoding="utf-8"), values)


def _fill(text: str, values: dict[str, str]) -> str:
    return Template(text).substitute(values)


def _read_example(component: str) -> dict[str, str]:
    """Return the example command and the summary that a component's docstrings give."""
    (use,) = re.findall(r"^    (dreamgen .+)$", component, re.MULTILINE)
    (summary,) = re.findall(r'^    """([^.;:]+)[.;:]', component, re.MULTILINE)
    return {"use": use, "summary": summary[0].lower() + summary[1:]}


def _add_imports(text: str, *names: str) -> str:
    """Add names to the source's import from dreamgen, classes before functions."""
    (line,) = re.findall(r"^from dreamgen import .+$", text, re.MULTILINE)
    present = line.removeprefix("from dreamgen import ").split(", ")
    together = sorted({*present, *names}, key=lambda word: (word.islower(), word))
    return text.replace(line, f"from dreamgen import {', '.join(together)}")
