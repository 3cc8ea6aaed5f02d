"""A recipe as a function of time."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dreamgen.curves.base import Files, Soundtrack
from dreamgen.errors import InputWarning
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.formula import Formula
from dreamgen.recipe.schema import Recipe
from dreamgen.render.timeline.bind import COMPONENTS, leave_out_formulas, list_calls
from dreamgen.render.timeline.layer import read_layers
from dreamgen.render.timeline.names import Names, Offer
from dreamgen.render.timeline.tracks import Fade, Point, Track, list_tracks, set_key


@dataclass(frozen=True)
class Now:
    """What a recipe is at a moment: without formulas, and on its way to another objective or none."""

    recipe: Recipe
    following: tuple[Term, ...] = ()
    share: float = 0.0


class Timeline:
    """A recipe over the seconds of what is made; with ``laps`` it begins anew after them.

    ``names`` are the curves that its formulas name.
    """

    def __init__(
        self, recipe: Recipe, tracks: Sequence[Track], names: Names, seconds: float, laps: bool
    ):
        self._recipe = recipe
        self._tracks = {track.key: track for track in tracks}
        self._names = names
        self.seconds = seconds
        self._laps = laps

    def at(self, seconds: float) -> Now:
        """Return the recipe at a moment. Raise BadInput for a value that its key may not have."""
        recipe, following, share = self._recipe, (), 0.0
        for key in self._tracks:
            value = self.value(key, seconds)
            if isinstance(value, Fade):
                value, following, share = value.before, value.after, value.share
            recipe = set_key(recipe, key, value)
        return Now(recipe, following, share)

    def changes(self, key: str) -> bool:
        """Say whether a key changes with the time."""
        return key in self._tracks

    def tell(self, key: str, seconds: float, value: str) -> str:
        """Return what messages say of the value of a key that changes, at a moment."""
        return self._tracks[key].tell(value, seconds)

    def with_recipe(self, recipe: Recipe, registry: Registry) -> Timeline:
        """Return the timeline of another recipe, which names no other curves."""
        tracks = list_tracks(recipe, registry)
        return Timeline(_without_keyframes(recipe), tracks, self._names, self.seconds, self._laps)

    def value(self, key: str, seconds: float) -> Any:
        """Return the value at a moment of a key that changes; after the end that of the end."""
        within = min(max(0.0, seconds), self.seconds)
        t = seconds % self.seconds if self._laps else within
        u = t / self.seconds
        return self._tracks[key].at(t, lambda formula: self._names.evaluate(formula, t, u))


class Outline:
    """What changes in a recipe, checked before anything is read: keys, names, components.

    ``recipe`` is that recipe, with a layer that is a formula kept as one.
    """

    def __init__(self, recipe: Recipe, registry: Registry):
        self._offer = Offer(recipe, registry)
        self.recipe = read_layers(recipe, self._offer.names)
        self.tracks = list_tracks(self.recipe, registry)
        for track in self.tracks:
            for where, formula in track.formulas:
                self._offer.check(formula, where)
            for point in track.points[1:]:  # the first is checked with the rest of the recipe
                _check_components(point, track)

    @property
    def sound(self) -> Soundtrack | None:
        """The sound that goes with what is made, or None."""
        return self._offer.sound

    @property
    def still(self) -> Recipe:
        """The recipe with a stand-in for each formula, so that all else in it can be checked."""
        recipe = self.recipe
        for track in self.tracks:
            recipe = set_key(recipe, track.key, _stand_in(track, recipe))
        return recipe

    def read(self, files: Files, seconds: float, laps: bool = False) -> Timeline | None:
        """Read the curves, for what lasts so many seconds; None if nothing changes."""
        if not self.tracks:
            return None
        _tell_late_keyframes(self.recipe, seconds)
        names = self._offer.read(files, seconds)
        return Timeline(_without_keyframes(self.recipe), self.tracks, names, seconds, laps)


def _without_keyframes(recipe: Recipe) -> Recipe:
    return recipe.model_copy(update={"at": ()})


def _tell_late_keyframes(recipe: Recipe, seconds: float) -> None:
    late = [index for index, frame in enumerate(recipe.at) if frame.time > seconds]
    if late and recipe.is_moving:
        text = f"{recipe.where_keyframe(late[0])}: that is after the end, {seconds:g} s"
        warnings.warn(text, InputWarning, stacklevel=3)


def _stand_in(track: Track, recipe: Recipe) -> Any:
    """Return a key's own value with formulas left out of it, or 1 where a number must be."""
    value = track.points[0].value
    if isinstance(value, Formula):
        name, _, inner = track.key.partition(".")
        found = getattr(recipe, name)
        return getattr(found, inner) if inner else found
    return leave_out_formulas(value, COMPONENTS.get(track.key, ""), track.registry)


def _check_components(point: Point, track: Track) -> None:
    """Raise BadInput for a component of a keyframe that there is not, or that cannot be so."""
    kind = COMPONENTS.get(track.key, "")
    for call in list_calls(leave_out_formulas(point.value, kind, track.registry)):
        track.registry.build(kind, call, point.where)
