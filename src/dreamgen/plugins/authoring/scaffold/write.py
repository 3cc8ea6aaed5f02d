"""Write the files of a new plugin from templates."""

from __future__ import annotations

import re
import shutil
from importlib import resources
from pathlib import Path
from string import Template

from dreamgen.errors import BadInput
from dreamgen.plugins.api_version import format_version
from dreamgen.plugins.authoring.scaffold.naming import check_name, name_class
from dreamgen.plugins.hookspecs import API_VERSION
from dreamgen.plugins.plugin import KINDS
from dreamgen.plugins.registry import singular

NEW_KINDS = {singular(kind): kind for kind in (*KINDS, "presets")}
"""The kinds of thing that a new plugin can start with, and the kind's hook."""

_PACKAGE = {
    "pyproject.toml": "pyproject",
    "README.md": "readme",
    "src/$package/__init__.py": "init",
    "src/$package/plugin.py": "plugin",
    "src/$package/$module.py": "$kind",
    "tests/test_$module.py": "test",
}
"""A package's files, and the template of each."""

_PRESET_PACKAGE = {
    "pyproject.toml": "pyproject",
    "README.md": "preset_readme",
    "tests/test_$module.py": "test",
    "src/$package/__init__.py": "init",
    "src/$package/plugin.py": "preset_plugin",
    "src/$package/presets/$name.toml": "preset",
}


def new_package(name: str, kind: str, where: Path) -> Path:
    """Write the folder dreamgen-NAME into ``where``, with a component of a kind; return it.

    Raise BadInput if the name is not valid, the folder exists already or cannot be written.
    """
    values = _template_values(name, kind, one_file=False)
    folder = where / values["distribution"]
    _check_free(folder)
    try:
        for path, template in (_PRESET_PACKAGE if kind == "preset" else _PACKAGE).items():
            target = folder / _fill(path, values)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_read_template(_fill(template, values), values), encoding="utf-8")
    except OSError as problem:
        shutil.rmtree(folder, ignore_errors=True)
        raise BadInput(f"{folder} cannot be written: {problem.strerror}") from None
    return folder


def new_file(name: str, kind: str, where: Path) -> Path:
    """Write a one-file plugin, NAME.py, into ``where``; return it. Raises what new_package does.

    A preset needs no plugin: it is NAME.toml alone.
    """
    values = _template_values(name, kind, one_file=True)
    text = _read_template(kind, values)
    path = where / f"{values['module']}.py"
    if kind == "preset":
        path = where / f"{values['name']}.toml"
        text = text.replace(f"--preset {values['name']}", f"--preset {path.name}")
    else:
        text = _add_imports(text, "Entry", "hookimpl") + f"\n\n{_read_template('hook', values)}"
    _check_free(path)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        path.unlink(missing_ok=True)
        raise BadInput(f"{path} cannot be written: {problem.strerror}") from None
    return path


def _template_values(name: str, kind: str, one_file: bool) -> dict[str, str]:
    """Return what fills the templates' placeholders."""
    check_name(name, one_file=one_file and kind != "preset")
    plain = name.removeprefix("dreamgen-")
    module = plain.replace("-", "_")
    values = {
        "name": plain,
        "module": module,
        "package": f"dreamgen_{module}",
        "distribution": f"dreamgen-{plain}",
        "kind": kind,
        "a_kind": f"{'An' if kind[0] in 'aeio' else 'A'} {kind}",
        "hook": NEW_KINDS[kind],
        "api": format_version(API_VERSION),
        "attribute": name_class(plain, kind, _read_raw(kind) + _read_raw("hook")),
    }
    return values | _read_example(_read_template(kind, values))


def _check_free(path: Path) -> None:
    if path.exists():
        raise BadInput(f"{path} exists already; nothing was written")
    if not path.parent.is_dir():
        raise BadInput(f"{path}: there is no folder {path.parent}")


def _read_raw(template: str) -> str:
    folder = resources.files("dreamgen.plugins.authoring.scaffold") / "templates"
    return (folder / f"{template}.txt").read_text(encoding="utf-8")


def _read_template(template: str, values: dict[str, str]) -> str:
    return _fill(_read_raw(template), values)


def _fill(text: str, values: dict[str, str]) -> str:
    return Template(text).substitute(values)


def _read_example(component: str) -> dict[str, str]:
    """Return the example command and the summary that a template's comments give."""
    (use,) = re.findall(r"^#?    +(dreamgen .+)$", component, re.MULTILINE)
    (summary,) = re.findall(r'^(?:    ""|summary = )"([^".;:]+)', component, re.MULTILINE)
    return {"use": use, "summary": summary[0].lower() + summary[1:]}


def _add_imports(text: str, *names: str) -> str:
    """Add names to the source's import from dreamgen, classes before functions."""
    (line,) = re.findall(r"^from dreamgen import .+$", text, re.MULTILINE)
    present = line.removeprefix("from dreamgen import ").split(", ")
    together = sorted({*present, *names}, key=lambda word: (word.islower(), word))
    return text.replace(line, f"from dreamgen import {', '.join(together)}")
