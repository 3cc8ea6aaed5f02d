"""What INPUT can be, and which loader reads it."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dreamgen.errors import BadInput, nearest
from dreamgen.loaders.base import Converter, Loader, Source
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.expressions import Call
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import Size

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Picture

NOISE = "noise"
SAMPLE = "sample:"
MOST_CONVERSIONS = 8
LARGEST_FILE = 1 << 30  # bytes; anything larger is no picture that could be dreamed


def samples() -> dict[str, str]:
    """Return the names of the samples that ship with dreamgen, and their file names."""
    folder = resources.files("dreamgen") / "samples"
    names = sorted(item.name for item in folder.iterdir() if not item.name.endswith(".md"))
    return {name.rpartition(".")[0]: name for name in names if "." in name}


def read_input(name: str) -> Source:
    """Return the bytes of a file, of standard input (``-``) or of ``sample:NAME``."""
    if name == "-":
        if sys.stdin is None:
            raise BadInput("standard input is closed")
        return _source(sys.stdin.buffer, "standard input")
    if name.startswith(SAMPLE):
        wanted, known = name.removeprefix(SAMPLE), samples()
        if wanted not in known:
            guess = nearest(wanted, known)
            raise BadInput(f"there is no {name!r}{guess}; the samples are {', '.join(known)}")
        return Source((resources.files("dreamgen") / "samples" / known[wanted]).read_bytes(), name)
    if not name or "\0" in name:
        raise BadInput(f"{name!r} is no file's name")
    if any("\ud800" <= letter <= "\udfff" for letter in name):
        raise BadInput(
            f"{name!r} is no UTF-8 name, and a recipe could not hold it: rename the file"
        )
    return _read_file(Path(name), name)


def _source(file: BinaryIO, name: str) -> Source:
    data = file.read(LARGEST_FILE + 1)  # not all: a device may have no end
    if len(data) > LARGEST_FILE:
        raise BadInput(f"{name} is larger than 1 GB, which no picture for dreaming is")
    return Source(data, name)


def _read_file(path: Path, name: str) -> Source:
    try:
        if path.is_dir():
            raise BadInput(f"{name} is a folder, not a picture")
        with path.open("rb") as file:
            return _source(file, name)
    except FileNotFoundError:
        folder = path.parent if path.parent.is_dir() else Path()
        beside = [item.name for item in list(folder.iterdir())[:500]]
        guess = nearest(path.name, beside) or nearest(name, [f"{SAMPLE}{key}" for key in samples()])
        raise BadInput(f"there is no file {name}{guess}") from None
    except OSError as problem:
        raise BadInput(f"{name} cannot be read: {problem.strerror}") from None


def load_picture(
    source: Source, recipe: Recipe, registry: Registry, *, run_code: bool = False
) -> Picture:
    """Return the picture of a source, by the first loader that knows its content.

    The recipe says at what size, and the loader's own parameters. Loaders that run code in the
    source are used only with ``run_code``, which no recipe can set.
    """
    params = dict(recipe.loader)
    for _ in range(MOST_CONVERSIONS):
        if not source.data:
            raise BadInput(f"{source.name} is empty")
        name = _loader_of(source, registry)
        kind = registry.load("loaders", name)
        if kind.runs_code and not run_code:
            raise BadInput(_say_how_to_permit(source.name, registry))
        if issubclass(kind, Converter):
            own = {key: params[key] for key in params if key in kind.model_fields}
            params = {key: value for key, value in params.items() if key not in own}
            source = built_loader(name, own, recipe, registry).convert(source)
        else:
            return built_loader(name, params, recipe, registry).load(source, recipe.size)
    raise BadInput(f"{source.name} is converted over and over, and never becomes a picture")


def read_picture(name: str, size: Size, registry: Registry) -> Picture:
    """Return a picture that a recipe names beside its input, as a mask or a guide."""
    return load_picture(read_input(name), Recipe(size=size, protect="none"), registry)


def source_of(value: Any, registry: Registry) -> Source | None:
    """Return what a Python object is as bytes, by the first loader that knows it; or None."""
    for plugin, entry in registry.entries("loaders"):
        loader = registry.load("loaders", registry.full_name(plugin, entry))()
        source = loader.source_of(value)
        if source is not None:
            return source
    return None


def _loader_of(source: Source, registry: Registry) -> str:
    for plugin, entry in registry.entries("loaders"):
        name = registry.full_name(plugin, entry)
        if registry.load("loaders", name)().accepts(source):
            return name
    kinds = ", ".join(registry.names("loaders"))
    raise BadInput(f"{source.name} is no picture that dreamgen can read (loaders: {kinds})")


def built_loader(name: str, params: dict[str, Any], recipe: Recipe, registry: Registry) -> Loader:
    """Return a loader with its parameters, and with what the recipe protects."""
    if "protect" in registry.load("loaders", name).model_fields:
        params = {"protect": recipe.protect} | params
    return registry.build("loaders", Call(name, (), params), recipe.where("loader"))


def _say_how_to_permit(name: str, registry: Registry) -> str:
    flags = [option.flag for option in registry.options() if option.permits == "run_code"]
    how = f"; {flags[0]} permits it" if flags else ""
    return f"reading {name} would run the code in it, which must be permitted{how}"
