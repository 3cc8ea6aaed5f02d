"""What a request may name: presets, samples, noise and uploads; never a file of this machine.

It is refused by what it looks like, so that nobody learns which files there are.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen import BadInput, Recipe, list_samples
from dreamgen_studio.files.named import UPLOAD, NamedFiles
from dreamgen_studio.request import NOISE, SAMPLE, FieldProblem, Request

if TYPE_CHECKING:
    from dreamgen.plugins.registry import Registry

ADVICE = "bring the file here, and name it by its upload"
OF_FILES = ("weights", "backbone")
"""Keys whose files are looked at while a recipe is composed."""
_SLASH = re.compile(r"([^\s\"'(=,+*\[{]*)[/\\~]")
"""What could begin a path, and what is before it."""
_DIVISION = re.compile(
    r"(?<=[\w)]) +/ +(?=[\w(.])|(?<=\))/(?=[\w(.])|(?<![\w./~-])\d+(\.\d+)?/(?=[\w(.])"
    r"|(?<=\w)/(?=\d+(\.\d+)?([-+*,)\] \"']|$))"
)
"""What is no path but a division, in a formula. A file that were named so is refused all the same."""
_HUB = re.compile(r"(hf[-_]hub:)?[\w-]+/[\w.-]+")


def check_names(request: Request, registry: Registry) -> None:
    """Raise FieldProblem for a source or preset that there is not, and for paths anywhere."""
    _check_preset(request.preset, registry)
    _check_source(request.source)
    plugins = {plugin.name for plugin in registry.plugins}
    for key, text in request.settings.items():
        if key == "summary" or (key == "backbone" and _HUB.fullmatch(text.strip("\"' "))):
            continue
        plain = text if key in (*OF_FILES, "mask", "input") else _DIVISION.sub(" ", text)
        for before in _SLASH.findall(plain.replace('\\"', '"')):  # a quote inside a TOML string
            if before not in plugins:
                raise FieldProblem(f"{text[:60]!r} would name a file: {ADVICE}", key)


def lead_to_weights(table: dict[str, Any], files: NamedFiles) -> dict[str, Any]:
    """Return a setting; one that names the file of a network leads to where the upload is."""
    found = dict(table)
    for key in OF_FILES:
        text = found.get(key)
        if not isinstance(text, str):
            continue
        if text in files.names:
            found[key] = str(files.paths[files.names[text]])
        elif _is_path(text):
            raise FieldProblem(f"{key}: {text[:60]!r} is a file's name: {ADVICE}", key)
    return found


def check_input(recipe: Recipe, request: Request, files: NamedFiles) -> None:
    """Raise FieldProblem if there is no input, or one that nobody brought."""
    name = recipe.input
    if name is None:
        raise FieldProblem("choose what to dream on: a picture, a sample or noise", "source")
    is_presets = request.source is None and "input" not in request.settings
    is_known = name == NOISE or name.startswith(SAMPLE) or name in files.paths
    if not is_presets and not is_known:
        raise FieldProblem(f"{name[:60]!r} is a file's name: {ADVICE}", "source")


def _check_preset(preset: str | None, registry: Registry) -> None:
    if preset is None:
        return
    # At a shell a preset is also the path of a TOML file.
    if preset.endswith(".toml") or preset.count("/") > 1:
        raise FieldProblem(f"{preset!r} is no preset's name", "preset")
    try:
        registry.find_preset(preset)
    except BadInput as problem:
        raise FieldProblem(str(problem), "preset") from None


def _check_source(source: str | None) -> None:
    if source is None or source == NOISE or UPLOAD.fullmatch(source):
        return
    if source not in [f"{SAMPLE}{name}" for name in list_samples()]:
        raise FieldProblem(f"{source[:60]!r} is neither an upload nor noise nor a sample", "source")


def _is_path(text: str) -> bool:
    """Say whether the name of a network is that of a file or folder of this machine."""
    if any(sign in text for sign in "\\~\0") or text.startswith((".", "/")):
        return True
    return ("/" in text and not _HUB.fullmatch(text)) or Path(text[:200]).exists()
