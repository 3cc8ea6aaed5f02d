"""What INPUT can be, and which loader reads it."""

from __future__ import annotations

import stat
import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dreamgen.errors import BadInput, nearest
from dreamgen.loaders.base import Converter, Loader, Source
from dreamgen.loaders.known_files import describe, list_read, name_plugin
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.call import Call
from dreamgen.recipe.relative import is_file
from dreamgen.recipe.schema import Recipe
from dreamgen.render.inputs.named_file import check_named_file
from dreamgen.render.permissions import Permissions

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Picture

NOISE = "noise"
NOISE_SIZE = (768, 768)
SAMPLE = "sample:"
MOST_CONVERSIONS = 8
PATIENCE = 10.0  # seconds that a named pipe may stay silent
LARGEST_FILE = 1 << 30  # bytes; anything larger is no picture that could be dreamed


def list_samples() -> dict[str, str]:
    """Return the names of the samples that ship with dreamgen, and their file names."""
    folder = resources.files("dreamgen") / "samples"
    names = sorted(item.name for item in folder.iterdir() if not item.name.endswith(".md"))
    return {name.rpartition(".")[0]: name for name in names if "." in name}


def read_input(name: str) -> Source:
    """Return the bytes of a file, of standard input (``-``) or of ``sample:NAME``."""
    if name == "-":
        if sys.stdin is None:
            raise BadInput("standard input is closed")
        if sys.stdin.buffer.isatty():
            raise BadInput(
                "standard input is a terminal: pipe a picture in, as in  ... < photo.jpg"
            )
        return _source(sys.stdin.buffer, "standard input")
    if name.startswith(SAMPLE):
        wanted, known = name.removeprefix(SAMPLE), list_samples()
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
        raise BadInput(f"{name} is larger than 1 GB, the most that is read of a file")
    return Source(data, name)


def _read_file(path: Path, name: str) -> Source:
    mode = check_named_file(name, (f"{SAMPLE}{key}" for key in list_samples()))
    try:
        with _open_pipe(path, name) if stat.S_ISFIFO(mode) else path.open("rb") as file:
            return _source(file, name)
    except OSError as problem:
        raise BadInput(f"{name} cannot be read: {problem.strerror}") from None


def _open_pipe(path: Path, name: str) -> BinaryIO:
    """Open a named pipe; raise BadInput if nobody writes to it, where a plain open would hang."""
    import os
    import select

    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    ready, _, _ = select.select([number], [], [], PATIENCE)
    if not ready:
        os.close(number)
        raise BadInput(f"{name} is a pipe that nothing is written to")
    os.set_blocking(number, True)
    return os.fdopen(number, "rb")


NO_INPUT = "no input: give a picture, noise or sample:NAME, or a preset that has its own"


def load_picture(
    source: Source, recipe: Recipe, registry: Registry, permissions: Permissions
) -> Picture:
    """Return the picture of a source: by the loader that the recipe names, or by its content.

    The recipe says at what size, and the loader's own parameters. Raise BadInput for what no loader
    reads, and for a loader that would run code where ``permissions`` do not allow it.
    """
    wanted, args, params = recipe.loader.use, recipe.loader.args, dict(recipe.loader.params)
    for _ in range(MOST_CONVERSIONS):
        if not source.data:
            raise BadInput(f"{source.name} is empty")
        name = wanted or _loader_of(source, registry)
        kind = load_kind(name, recipe, registry)
        if kind.runs_code:
            permissions.check_code(source.name)
        if wanted:
            _check_content(source, wanted, registry)
        if not issubclass(kind, Converter):
            loader = build_loader(name, params, recipe, registry, args)
            permissions.check_limits_of(loader, "loader")
            return loader.load(source, recipe.size)
        own = {key: params[key] for key in params if key in kind.model_fields}
        params = {key: value for key, value in params.items() if key not in own}
        converter = build_loader(name, own, recipe, registry, args)
        permissions.check_limits_of(converter, "loader")
        source = converter.convert(source)
        wanted, args = "", ()
    raise BadInput(f"{source.name} is converted over and over, and never becomes a picture")


def measure_picture(source: Source, recipe: Recipe, registry: Registry) -> tuple[int, int] | None:
    """Return the width and height that a source's picture will have, if its loader can tell at once."""
    if not source.data or recipe.loader.use:
        return None
    kind = load_kind(_loader_of(source, registry), recipe, registry)
    return None if kind.runs_code else kind().measure(source, recipe.size)


def measure_input(recipe: Recipe, registry: Registry) -> tuple[int, int] | None:
    """Return the width and height that a recipe's picture will have, if a look at its file tells.

    What would be refused has none either: whoever reads it says why.
    """
    name, size = recipe.input, recipe.size
    if name == NOISE:
        return size_noise(recipe)
    if size is not None and size.is_exact:
        return size.fit(1, 1)
    if name is None or not (name.startswith(SAMPLE) or is_file(Path(name))):  # a pipe is read once
        return None
    try:
        return measure_picture(read_input(name), recipe, registry)
    except BadInput:
        return None


def size_noise(recipe: Recipe) -> tuple[int, int]:
    """Return (width, height): all of a sheet of paper as it is named, a square for one side alone."""
    size = recipe.size
    return NOISE_SIZE if size is None else size.fit(size.width, size.height or size.width)


def source_of(value: Any, registry: Registry) -> Source | None:
    """Return what a Python object is as bytes, by the first loader that knows it; or None."""
    for _, loader in registry.defaults("loaders"):
        source = loader.source_of(value)
        if source is not None:
            return source
    return None


def _loader_of(source: Source, registry: Registry) -> str:
    for name, loader in registry.defaults("loaders"):
        if loader.accepts(source):
            return name
    what = describe(source.data)
    if what is not None and what.startswith("a video"):
        raise BadInput(f"{source.name} is {what}: `dreamgen film` dreams it")
    reads = list_read(registry.names("loaders"))
    raise BadInput(f"{source.name} is {_explain_kind(source.data)}; dreamgen reads {reads}")


def _explain_kind(data: bytes) -> str:
    what, plugin = describe(data), name_plugin(data)
    if what is None:
        return "of a kind that dreamgen does not know"
    return f"{what}, which {f'needs the plugin {plugin}' if plugin else 'dreamgen does not read'}"


def _check_content(source: Source, wanted: str, registry: Registry) -> None:
    """Refuse bytes of a known kind that the loader named explicitly does not take.

    Of others a loader may know more than what it says at first sight: it tries.
    """
    what = describe(source.data)
    if what is None or what == "text" or registry.load("loaders", wanted)().accepts(source):
        return
    raise BadInput(f"{source.name} is {what}, which loader {wanted} does not read")


def load_kind(name: str, recipe: Recipe, registry: Registry) -> type[Loader]:
    try:
        kind: type[Loader] = registry.load("loaders", name)
    except BadInput as problem:
        raise BadInput(f"{recipe.where('loader')}: {problem}") from None
    return kind


def build_loader(
    name: str,
    params: dict[str, Any],
    recipe: Recipe,
    registry: Registry,
    args: tuple[Any, ...] = (),
) -> Any:
    """Return a loader with its parameters, and with what the recipe protects."""
    # Every written recipe holds the default; only who asks for it is told where it finds nothing.
    is_asked = recipe.protect != "text" or recipe.where("protect").startswith("--")
    if is_asked and "protect" in registry.load("loaders", name).model_fields:
        params = {"protect": recipe.protect} | params
    return registry.build("loaders", Call(name, args, params), recipe.where("loader"))
