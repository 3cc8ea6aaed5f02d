"""A recipe as a function of time."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dreamgen.curves.base import Files, Soundtrack
from dreamgen.errors import InputWarning
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.formula import Formula
from dreamgen.recipe.schema import Recipe
from dreamgen.render.timeline.bind import COMPONENTS, list_calls
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

    def value(self, key: str, seconds: float) -> Any:
        """Return the value at a moment of a key that changes; after the end that of the end."""
        within = min(max(0.0, seconds), self.seconds)
        t = seconds % self.seconds if self._laps else within
        u = t / self.seconds
        return self._tracks[key].at(t, lambda formula: self._names.evaluate(formula, t, u))


class Outline:
    """What changes in a recipe, checked before anything is read: keys, names, components."""

    def __init__(self, recipe: Recipe, registry: Registry):
        self._recipe = recipe
        self._offer = Offer(recipe, registry)
        self.tracks = list_tracks(recipe, registry)
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
        recipe = self._recipe
        for track in self.tracks:
            recipe = set_key(recipe, track.key, _stand_in(track, recipe))
        return recipe

    def read(self, files: Files, seconds: float, laps: bool = False) -> Timeline | None:
        """Read the curves, for what lasts so many seconds; None if nothing changes."""
        if not self.tracks:
            return None
        _tell_late_keyframes(self._recipe, seconds)
        names = self._offer.read(files, seconds)
        recipe = self._recipe.model_copy(update={"at": ()})
        return Timeline(recipe, self.tracks, names, seconds, laps)


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
    return _leave_out(value, COMPONENTS.get(track.key, ""), track.registry)


def _check_components(point: Point, track: Track) -> None:
    """Raise BadInput for a component of a keyframe that there is not, or that cannot be so."""
    kind = COMPONENTS.get(track.key, "")
    for call in list_calls(_leave_out(point.value, kind, track.registry)):
        track.registry.build(kind, call, point.where)


def _leave_out(value: Any, kind: str, registry: Registry) -> Any:
    match value:
        case tuple():
            return tuple(_leave_out(item, kind, registry) for item in value)
        case Term():
            weight = 1.0 if isinstance(value.weight, Formula) else value.weight
            return Term(_leave_out(value.call, kind, registry), weight)
        case Call() if any(isinstance(item, Formula) for item in value.params.values()):
            fields = registry.load(kind, value.use).model_fields
            params = {
                key: 1 if isinstance(item, Formula) else item
                for key, item in value.params.items()
                if not isinstance(item, Formula) or fields[key].is_required()
            }
            return Call(value.use, (), params)
    return value
