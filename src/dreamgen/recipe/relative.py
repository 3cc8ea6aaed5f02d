"""A preset's files: what lies beside the preset is found there, wherever dreamgen runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dreamgen.errors import BadInput
from dreamgen.recipe.call import Call, Value
from dreamgen.recipe.expressions import Term, read_sum
from dreamgen.recipe.formula import Formula, read_formula
from dreamgen.recipe.writing import write, write_sum


def find_beside(values: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return a preset's values, each text that names a file in its folder, or a folder
    in it by ``name/``, leading there.

    Inputs, masks, weights and the parameters of components are looked at alike. What names no file
    there stays as it is, and means the same from anywhere or is looked for in the working directory.
    """
    return {key: _find(value, folder) for key, value in values.items()}


def _find(value: Value, folder: Path) -> Value:
    match value:
        case str():
            return _find_text(value, folder)
        case Call():
            params = {key: _find(item, folder) for key, item in value.params.items()}
            return Call(value.use, tuple(_find(item, folder) for item in value.args), params)
        case Formula():
            return value.map_calls(lambda call: _find(call, folder), write)
        case Mapping():
            return {key: _find(item, folder) for key, item in value.items()}
        case list():
            return [_find(item, folder) for item in value]
    return value


def _find_text(text: str, folder: Path) -> str:
    if "(" in text:
        return _find_in_expression(text, folder)
    path = folder / text
    # Names without a suffix are those of layers, networks and concepts: a folder ends with a slash.
    if text.endswith("/"):
        return f"{path}/" if is_folder(path) else text
    return str(path) if Path(text).suffix and is_file(path) else text


def _find_in_expression(text: str, folder: Path) -> str:
    try:
        terms = read_sum(text)
    except BadInput:
        return _find_in_formula(text, folder)
    found = tuple(Term(_find(term.call, folder), _find(term.weight, folder)) for term in terms)
    return text if found == terms else write_sum(found)


def _find_in_formula(text: str, folder: Path) -> str:
    try:
        formula = read_formula(text)
    except BadInput:  # whoever reads the recipe says so, with its key
        return text
    found = _find(formula, folder)
    return text if found == formula else found.text


def is_file(path: Path) -> bool:
    """Say whether there is a plain file, whatever the name."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long, or with a null character
        return False


def is_folder(path: Path) -> bool:
    """Say whether there is a folder, whatever the name."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
