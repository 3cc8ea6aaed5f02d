"""One table of a job file that asks for a sheet: a sweep or an atlas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dreamgen.errors import BadInput
from dreamgen.recipe.composing import Layer
from dreamgen.recipe.keywords import nest, read_keywords
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.sheet import Sheet
from dreamgen.render.inputs.loading import NO_INPUT, NOISE
from dreamgen.render.saving.save import usual_suffix
from dreamgen.render.session import Session
from dreamgen.tasks.grid.axis import read_axes
from dreamgen.tasks.grid.choice import Choice, apply
from dreamgen.tasks.grid.combinations import choose_first
from dreamgen.tasks.grid.write_axes import write_axes
from dreamgen.tasks.requests.job_table import (
    Keys,
    beginning_with,
    take_first,
    take_inputs,
    take_preset,
    take_text,
)
from dreamgen.tasks.requests.names import Names
from dreamgen.tasks.requests.sheet_axes import SMALL, list_atlas_axes, list_sweep_axes

SHEETS = ("sweep", "atlas")
"""The commands for sheets that a file can give."""


@dataclass(frozen=True)
class SheetJob:
    """A sheet that a file asks for.

    label:  where it is asked for.
    out:    the sheet's file.
    layers: the keys that all its pictures share, as :func:`compose` takes them.
    """

    label: str
    out: Path
    sheet: Sheet
    source: str | None
    preset: str | None
    layers: Sequence[Layer]

    def compose(self, session: Session, choices: Sequence[Choice]) -> Recipe:
        """Return the recipe of a picture that choices are made for."""
        source, preset, varied = apply(choices, self.source, self.preset)
        return session.compose(source, preset, [*self.layers, *varied])


@dataclass(frozen=True)
class SheetTables:
    """Reads tables of sheets; ``out`` and ``taken`` are as those of :class:`Tables`."""

    session: Session
    out: Path | None
    taken: set[Path]

    def read(self, name: str, table: Keys, defaults: Keys = ("", {})) -> SheetJob:
        """Return what a table asks for, checked; its own keys win over the defaults.

        Raise BadInput, which begins with the label of what is wrong.
        """
        with beginning_with(table[0], defaults[0]):
            return self._read(name, table, defaults)

    def _read(self, name: str, own: Keys, defaults: Keys) -> SheetJob:
        registry = self.session.registry
        both = [(label, dict(values)) for label, values in (own, defaults)]
        words = take_first(both, ("input", "inputs"), take_inputs) or ()
        if len(words) > 1:
            raise BadInput("a sheet is of one input; several are an axis: vary = { input = [...] }")
        preset = take_first(both, ("preset",), partial(take_preset, presets=registry.presets))
        out = take_first(both, ("out",), partial(take_text, name="out"))
        vary = take_first(both, ("vary",), lambda keys: write_axes(keys.pop("vary"))) or []
        (label, keys), (shared_label, others) = both
        layers, channels, concepts = (
            take_text(keys, text) if text in keys else None
            for text in ("layers", "channels", "concepts")
        )
        options = registry.options()
        if name == "atlas":
            axes = list_atlas_axes(channels, concepts, vary, "layer" in keys)
            beneath = [] if preset else [(label, nest(key, value)) for key, value in SMALL.items()]
        else:
            axes = list_sweep_axes(layers, channels, vary)
            beneath = []
        table = {"vary": axes, "with_source": name == "sweep"}
        if "columns" in keys:
            table["columns"] = keys.pop("columns")
        sheet = Sheet.read(table, label)
        shared = [*beneath, *read_keywords(others, shared_label, None, options)]
        shared += read_keywords(keys, label, "still", options)
        source = words[0] if words else None
        job = SheetJob(label, Path(), sheet, source, preset, shared)
        firsts = choose_first(read_axes(axes, options=options))
        first = job.compose(self.session, firsts)
        if first.input is None:
            if name == "sweep":
                raise BadInput(NO_INPUT)
            source = NOISE
            first = first.model_copy(update={"input": source})
        self.session.plan(first)
        place = self._place(out, name, first, preset)
        return SheetJob(label, place, sheet, source, preset, shared)

    def _place(self, out: str | None, name: str, first: Recipe, preset: str | None) -> Path:
        place = self.out if out is None else Path(out)
        if place is None or not place.suffix or place.is_dir():
            suffix = usual_suffix(first, self.session.registry, ".png")
            place = (place or Path()) / f"{{stem}}-{name}{suffix}"
        return Names(str(place), self.taken).of(first.input, first, preset, {}, len(self.taken))
