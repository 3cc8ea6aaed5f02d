"""What one key of a recipe is over time: its own value, and those of keyframes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.formula import Formula
from dreamgen.recipe.schema import Ease, Recipe
from dreamgen.recipe.table import Table, find_number
from dreamgen.render.timeline.bind import COMPONENTS, bind_formulas, list_formulas, map_formulas
from dreamgen.render.timeline.mix import find_share, mix


@dataclass(frozen=True)
class Point:
    """A value from a time on, in seconds; ``ease``: how it was reached from the one before.

    ``where`` is what messages call it.
    """

    seconds: float
    value: Any
    where: str
    ease: Ease = "smooth"


@dataclass(frozen=True)
class Fade:
    """An objective that changes into another one: ``share`` of the way, 0 to 1."""

    before: Any
    after: Any
    share: float


@dataclass(frozen=True)
class Track:
    """A key, as "film.new", whose value changes; its points in the order of time, the first at 0."""

    key: str
    points: tuple[Point, ...]
    registry: Registry

    @property
    def where(self) -> str:
        """What messages call the key: the option or the file that set it, too."""
        return self.points[0].where

    @property
    def formulas(self) -> Iterator[tuple[str, Formula]]:
        """Yield all its formulas, each with the place to name in a message."""
        for point in self.points:
            yield from ((point.where, formula) for formula in list_formulas(point.value))

    def at(self, seconds: float, evaluate: Callable[[Formula], Any]) -> Any:
        """Return its value at a moment, without formulas; a :class:`Fade` between two objectives."""

        def settle(point: Point) -> Any:
            try:
                return map_formulas(point.value, evaluate)
            except BadInput as problem:
                text = ", ".join(one.text for one in list_formulas(point.value))
                raise BadInput(f"{self.tell(text, seconds)}: {problem}") from None

        past = [point for point in self.points if point.seconds <= seconds] or [self.points[0]]
        before, later = past[-1], self.points[len(past) :]
        if not later:
            return self._check(settle(before), seconds)
        after = later[0]
        share = find_share(seconds, before.seconds, after.seconds, after.ease)
        ends = settle(before), settle(after)
        if share <= 0 or ends[0] == ends[1] or (share < 1 and not self._moves):
            return self._check(ends[0], seconds)
        kind = COMPONENTS.get(self.key, "")
        mixed = mix(*ends, share, kind, self.registry)
        if kind == "objectives" and mixed is ends[0]:
            return Fade(*ends, share)
        return self._check(mixed, seconds)

    def tell(self, value: str, seconds: float) -> str:
        """Return the key, or the option that set it, its value, and when."""
        return f"{self.where}{':' if '=' in self.where else ' ='} {value} at {seconds:.4g} s"

    @property
    def _moves(self) -> bool:
        """Whether it can go from one value to another; a word, or a layer's number, cannot."""
        return self.key in COMPONENTS or find_number(_find_field(self.key).annotation) is not None

    def _check(self, value: Any, seconds: float) -> Any:
        """Return a plain value as its key holds it. Raise BadInput if it is out of bounds."""
        if self.key in COMPONENTS or value is None:
            return value
        info = _find_field(self.key)
        if find_number(info.annotation) is int and isinstance(value, float):
            value = round(value)
        try:
            return _adapter(self.key).validate_python(value)
        except ValidationError as problem:
            said = problem.errors()[0]["msg"].replace("Input should be", "must be")
            shown = f"{value:g}" if isinstance(value, float) else repr(value)
            raise BadInput(f"{self.tell(shown, seconds)}: {said}") from None


def list_tracks(recipe: Recipe, registry: Registry) -> list[Track]:
    """Return a track for each key of a recipe that changes: none for most recipes."""
    found = []
    changed = [key for frame in recipe.at for key in _list_given(frame.to)]
    for key in dict.fromkeys([*_list_changing(recipe), *changed]):
        if not _has_table(recipe, key):
            continue
        own = _bind(recipe, key, registry)
        points: list[Point] = []
        for index, frame in sorted(enumerate(recipe.at), key=lambda pair: pair[1].time):
            if key in _list_given(frame.to):
                where = f"{recipe.where_keyframe(index)}: {key}"
                if points and points[-1].seconds == frame.time:
                    raise BadInput(f"{where} is given twice for that time")
                value = _bind(frame.to, key, registry)
                points.append(Point(frame.time, value, where, frame.ease))
        if points or list_formulas(own):
            first = Point(0.0, own, recipe.where(key))
            found.append(Track(key, (first, *points), registry))
    return found


def set_key(recipe: Recipe, key: str, value: Any) -> Recipe:
    """Return a recipe with a key, as "film.new", set to a value, and no formula there."""
    name, _, inner = key.partition(".")
    if inner:
        value = _set(getattr(recipe, name), inner, value)
    return _set(recipe, name, value)


def _set(table: Any, key: str, value: Any) -> Any:
    rest = {name: formula for name, formula in table.formulas.items() if name != key}
    return table.with_formulas(rest).model_copy(update={key: value})


def _list_changing(recipe: Recipe) -> Iterator[str]:
    """Yield the keys that may hold formulas."""
    yield from recipe.formulas
    for name in ("octaves", "zoom", "film"):
        table = getattr(recipe, name)
        if table is not None:
            yield from (f"{name}.{key}" for key in table.formulas)
    yield from COMPONENTS


def _list_given(recipe: Recipe) -> list[str]:
    """Return the dotted keys that a keyframe changes."""
    keys: list[str] = []
    for key in recipe.given:
        value = getattr(recipe, key)
        inner = [f"{key}.{name}" for name in value.given] if isinstance(value, Table) else [key]
        keys += inner
    return sorted(keys)


def _has_table(recipe: Recipe, key: str) -> bool:
    """Whether a recipe is of the kind that has a key: a film has none of a zoom's."""
    name, _, inner = key.partition(".")
    return not inner or getattr(recipe, name) is not None


def _bind(recipe: Recipe, key: str, registry: Registry) -> Any:
    """Return the value of a key with all its formulas."""
    name, _, inner = key.partition(".")
    table, last = (getattr(recipe, name), inner) if inner else (recipe, name)
    if last in table.formulas:
        return table.formulas[last]
    return bind_formulas(getattr(table, last), COMPONENTS.get(key, ""), registry)


@cache
def _adapter(key: str) -> TypeAdapter[Any]:
    """Return what holds the value of a key to its bounds."""
    info = _find_field(key)
    kind: Any = Annotated[info.annotation, info]
    return TypeAdapter(kind)


def _find_field(key: str) -> Any:
    name, _, inner = key.partition(".")
    info = Recipe.model_fields[name]
    if not inner:
        return info
    kinds = (info.annotation, *getattr(info.annotation, "__args__", ()))
    table = next(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Table))
    return table.model_fields[inner]
