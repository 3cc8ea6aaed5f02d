"""One table of a job file: inputs, a place, a preset, what varies, and keys of the recipe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dreamgen.errors import BadInput
from dreamgen.recipe.keywords import read_keywords
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import shorten
from dreamgen.render.saving import find_output, usual_suffix
from dreamgen.render.session import Session
from dreamgen.tasks.lookup import look_up_all
from dreamgen.tasks.names import Names, template_of
from dreamgen.tasks.request import Request
from dreamgen.tasks.sources import LISTED, Sources
from dreamgen.tasks.vary import Variants, apply, read_axes, write_axes

MOVING = {"render": False, "zoom": True}
"""The commands that a file can give, and whether they make zooms."""


@dataclass(frozen=True)
class Tables:
    """Reads tables. Inputs and places are meant from the working directory, as on a command line.

    out:   where results go that a table gives no place.
    taken: the names given so far, so that none is given twice; None to give names as they come.
    """

    session: Session
    out: Path | None
    taken: set[Path] | None

    def read(self, label: str, moving: bool, values: Mapping[str, Any]) -> Request:
        """Return what a table asks for, checked. Raise BadInput, which begins with its label."""
        try:
            return self._read(label, moving, dict(values))
        except BadInput as problem:
            raise BadInput(begin_with(label, problem)) from None

    def _read(self, label: str, moving: bool, keys: dict[str, Any]) -> Request:
        registry, words = self.session.registry, take_inputs(keys)
        preset, out = (take_text(keys, name) for name in ("preset", "out"))
        axes = read_axes(write_axes(keys.pop("vary", [])), moving, registry.options())
        layers = read_keywords(keys, label, moving, registry.options())

        def compose(source: str | None, varied: Mapping[str, str]) -> Recipe:
            given, chosen, more = apply(Variants(axes).choices(varied), source, preset)
            return self.session.compose(given, chosen, [*layers, *more], moving)

        sources = None if words is None else Sources(words)
        known = Variants([axis for axis in axes if not axis.needs_network])
        first = Request(sources, compose, Names(""), preset, known).compose_first()
        axes = look_up_all(axes, self.session, first)
        plan = self.session.plan(first)
        if "layer" in keys and not plan.uses_layer:
            raise BadInput("layer: the objective names its own layers, so this would do nothing")
        place = self.out if out is None else Path(out)
        suffix = usual_suffix(first, registry, ".gif" if moving else ".png")
        is_one = len(Variants(axes)) == 1 and (sources is None or sources.count() == 1)
        template = template_of(place, suffix, is_one)
        find_output(first, Path(template), registry)
        names = Names(template, self.taken, [axis.name for axis in axes])
        return Request(sources, compose, names, preset, Variants(axes))


def take_text(keys: dict[str, Any], name: str) -> str | None:
    """Take a text out of a table, and return it; None if it is not there."""
    value = keys.pop(name, None)
    if not isinstance(value, str | None):
        raise BadInput(f"{name} = {shorten(repr(value))}: must be a text")
    return value


def begin_with(label: str, problem: BadInput) -> str:
    """Return what is wrong as a sentence that begins with where."""
    text = str(problem)
    return text if text.startswith(label) else f"{label}: {text}"


def take_inputs(keys: dict[str, Any]) -> tuple[str, ...] | None:
    """Take ``input`` or ``inputs`` out of a table, and return them as words of the command line."""
    both = [keys.pop(name) for name in ("input", "inputs") if name in keys]
    if len(both) > 1:
        raise BadInput("input and inputs: give one of them")
    if not both:
        return None
    words = [both[0]] if isinstance(both[0], str) else both[0]
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        raise BadInput(f"inputs = {shorten(repr(both[0]))}: must be a text, or a list of texts")
    if LISTED in words:
        raise BadInput('inputs: "-" is for the command line')
    return tuple(words)
