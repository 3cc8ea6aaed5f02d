"""One table of a job file: inputs, a place, a preset, what varies, and keys of the recipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from dreamgen.errors import BadInput
from dreamgen.loaders.films.folder import holds_frames
from dreamgen.recipe.composing import Layer
from dreamgen.recipe.keywords import Kind, read_keywords, without_film
from dreamgen.recipe.presets import read_preset
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import shorten
from dreamgen.render.saving.save import check_for_many, find_output, usual_suffix
from dreamgen.render.session import Session
from dreamgen.tasks.grid.axis import Axis, read_axes
from dreamgen.tasks.grid.choice import apply
from dreamgen.tasks.grid.combinations import Variants
from dreamgen.tasks.grid.lookup import list_layers, look_up_all
from dreamgen.tasks.grid.write_axes import write_axes
from dreamgen.tasks.requests.names import Names, template_of
from dreamgen.tasks.requests.request import Request
from dreamgen.tasks.requests.sources import LISTED, Sources, never

SUFFIXES = {"render": ".png", "zoom": ".gif", "film": ".mp4"}
"""The commands that a file can give for one result, and what they write unless told otherwise."""
KINDS: dict[str, Kind] = {"render": "still", "zoom": "zoom", "film": "film"}
Keys = tuple[str, Mapping[str, Any]]
"""What messages call a table, and its keys."""
T = TypeVar("T")


@dataclass(frozen=True)
class Tables:
    """Reads tables. Inputs and places are meant from the working directory, as on a command line.

    out:   where results go that a table gives no place.
    taken: the names given so far, so that none is given twice; None to give names as they come.
    """

    session: Session
    out: Path | None
    taken: set[Path] | None

    def read(self, command: str, table: Keys, defaults: Keys = ("", {})) -> Request:
        """Return what a table asks for, checked; its own keys win over the defaults.

        Raise BadInput, which begins with the label of what is wrong. Of defaults, a render leaves
        aside what is for zooms.
        """
        with beginning_with(table[0], defaults[0]):
            return self._read(command, table, defaults)

    def _read(self, command: str, table: Keys, defaults: Keys) -> Request:
        registry, kind = self.session.registry, KINDS[command]
        both = [(label, dict(keys)) for label, keys in (table, defaults)]
        words = take_first(both, ("input", "inputs"), take_inputs)
        preset = take_first(both, ("preset",), partial(take_preset, presets=registry.presets))
        place = take_first(both, ("out",), partial(take_text, name="out"))

        def take_axes(keys: dict[str, Any]) -> list[Axis]:
            return read_axes(write_axes(keys.pop("vary")), kind, registry.options())

        axes = take_first(both, ("vary",), take_axes) or []
        (label, keys), (shared_label, shared) = both
        layers: list[Layer] = [*read_keywords(shared, shared_label, None, registry.options())]
        layers = [*layers, (label, {"film": {}})] if kind == "film" else without_film(layers)
        layers += read_keywords(keys, label, kind, registry.options())

        def compose(source: str | None, varied: Mapping[str, str]) -> Recipe:
            given, chosen, more = apply(Variants(axes).choices(varied), source, preset)
            return self.session.compose(given, chosen, [*layers, *more], kind != "still")

        is_whole = holds_frames if kind == "film" else never
        sources = None if words is None else Sources(words, is_whole=is_whole)
        known = Variants([axis for axis in axes if not axis.needs_network])
        first = Request(sources, compose, Names(""), preset, known).compose_first()
        axes = look_up_all(axes, self.session, first)
        plan = self.session.plan(first)
        if "layer" in keys and not plan.uses_layer:
            raise BadInput("layer: the objective names its own layers, so this would do nothing")
        self.session.check_layers(plan, list_layers(axes))
        suffix = usual_suffix(first, registry, SUFFIXES[command])
        is_one = len(Variants(axes)) == 1 and (sources is None or sources.count() == 1)
        varied = [axis.name for axis in axes]
        template = template_of(self.out if place is None else Path(place), suffix, is_one, varied)
        check_for_many(find_output(first, Path(template), registry), Path(template))
        names = Names(template, self.taken, varied)
        return Request(sources, compose, names, preset, Variants(axes))


def take_first(
    tables: Sequence[tuple[str, dict[str, Any]]],
    names: Sequence[str],
    take: Callable[[dict[str, Any]], T],
) -> T | None:
    """Take keys out of every table, and return what ``take`` makes of the first that has any."""
    taken: list[T] = []
    for label, keys in tables:
        mine = {name: keys.pop(name) for name in names if name in keys}
        if mine and not taken:
            with beginning_with(label):
                taken.append(take(mine))
    return taken[0] if taken else None


def take_preset(keys: dict[str, Any], presets: Mapping[str, Path]) -> str:
    """Take the preset's name out of a table, and return it; BadInput if there is none such."""
    name = take_text(keys, "preset")
    read_preset(name, presets)
    return name


def take_text(keys: dict[str, Any], name: str) -> str:
    """Take a text out of a table, and return it."""
    value = keys.pop(name)
    if not isinstance(value, str):
        raise BadInput(f"{name} = {shorten(repr(value))}: must be a text")
    return value


@contextmanager
def beginning_with(*labels: str) -> Iterator[None]:
    """Let BadInput begin with where: with the first label, unless it begins with any of them."""
    try:
        yield
    except BadInput as problem:
        text = str(problem)
        if not text.startswith(tuple(filter(None, labels))):
            text = f"{labels[0]}: {text}"
        raise BadInput(text) from None


def take_inputs(keys: dict[str, Any]) -> tuple[str, ...]:
    """Take ``input`` or ``inputs`` out of a table, and return them as words of the command line."""
    both = [keys.pop(name) for name in ("input", "inputs") if name in keys]
    if len(both) > 1:
        raise BadInput("input and inputs: give one of them")
    words = [both[0]] if isinstance(both[0], str) else both[0]
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        raise BadInput(f"inputs = {shorten(repr(both[0]))}: must be a text, or a list of texts")
    if LISTED in words:
        raise BadInput('inputs: "-" is for the command line')
    return tuple(words)
