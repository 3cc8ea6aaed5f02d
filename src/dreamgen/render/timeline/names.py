"""What formulas may name: the curves of a recipe, and single ones called in place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dreamgen.curves.base import Curve, Curves, Files, Soundtrack
from dreamgen.errors import BadInput, nearest
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.call import Call
from dreamgen.recipe.formula import FUNCTIONS, TIMES, Formula
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import shorten
from dreamgen.recipe.writing import write

SINGLE = ("value",)
"""What curves offer that may be called in place."""
_INSTEAD = {"ramp": " in a formula: write mix(1, 2, smooth(u)) for ramp(1, 2)"}


@dataclass(frozen=True)
class Names:
    """The curves by the name that they have in formulas: those of the list, and those in place."""

    curves: Mapping[str, Curve]
    in_place: Mapping[str, Curve]

    def evaluate(self, formula: Formula, t: float, u: float) -> float:
        """Return the value of a formula at a moment: ``t`` in seconds, ``u`` in 0..1."""
        values: dict[str, float] = {name: self.curves[name].at(t) for name in formula.names}
        return formula.evaluate(
            {**values, "t": t, "u": u}, lambda call: self.in_place[write(call)].at(t)
        )


class Offer:
    """The components that a recipe has for curves, before any file is read."""

    def __init__(self, recipe: Recipe, registry: Registry):
        self._registry = registry
        self.listed: Sequence[Curves] = [
            registry.build("curves", call, recipe.where("curves")) for call in recipe.curves
        ]
        self._in_place: dict[str, Curves] = {}
        self._names: dict[str, Curves] = {}
        for curves, call in zip(self.listed, recipe.curves, strict=True):
            for name in curves.offers:
                if name in self._names:
                    raise BadInput(
                        f"{recipe.where('curves')}: {call.use} offers {name!r}, as another one does: "
                        "leave one of them out, or call it in place in a formula"
                    )
                self._names[name] = curves

    @property
    def names(self) -> Collection[str]:
        """The names of the listed curves."""
        return self._names.keys()

    @property
    def sound(self) -> Soundtrack | None:
        """The sound that goes with the film: of the first that has one."""
        return next((curves.sound for curves in self.listed if curves.sound), None)

    def check(self, formula: Formula, where: str) -> None:
        """Raise BadInput for a name in a formula that nothing offers."""
        for call in formula.calls:
            self._in_place[write(call)] = self._find_in_place(call, where)
        for name in sorted(formula.names - self._names.keys()):
            raise BadInput(
                f"{where}: {shorten(formula.text)!r}: must be a number or a formula, and there is "
                f"no {name!r}{self._advise(name)}"
            )

    def read(self, files: Files, seconds: float) -> Names:
        """Read the curves that formulas name, for a film of so many seconds."""
        found: dict[str, Curve] = {}
        for curves in self.listed:
            given = curves.read(files, seconds)
            if lacking := [name for name in curves.offers if name not in given]:
                raise BadInput(
                    f"{type(curves).__name__} offers {lacking[0]} and gives no such curve"
                )
            found |= given
        in_place = {
            text: curves.read(files, seconds)[SINGLE[0]] for text, curves in self._in_place.items()
        }
        return Names(found, in_place)

    def _find_in_place(self, call: Call, where: str) -> Curves:
        kinds = self._registry.names("curves")
        if call.use not in kinds:
            allowed = [*FUNCTIONS, *kinds]
            guess = _INSTEAD.get(call.use) or nearest(call.use, allowed)
            raise BadInput(
                f"{where}: there is no function {call.use!r}{guess}; there are {', '.join(allowed)}"
            )
        curves: Curves = self._registry.build("curves", call, where)
        if curves.offers != SINGLE:
            raise BadInput(
                f"{where}: {call.use} offers {', '.join(curves.offers)}: put it into the list "
                "`curves`, and name one of them here"
            )
        return curves

    def _advise(self, name: str) -> str:
        """Return the nearest names, those that there are, and where the wanted one comes from."""
        elsewhere = dict(self._list_elsewhere())
        known = [*TIMES, *self._names]
        guess = "" if name in elsewhere else nearest(name, [*known, *FUNCTIONS, *elsewhere])
        source = elsewhere.get(name) or next(
            (told for other, told in elsewhere.items() if other in guess.strip(" ()?").split()), ""
        )
        return f"{guess}; there are {', '.join(known)}{f', and {source}' if source else ''}"

    def _list_elsewhere(self) -> Iterable[tuple[str, str]]:
        """Yield the names that curves would offer which are not in the recipe, and how to get them."""
        flags: dict[str, Any] = {
            option.use: option.flag for option in self._registry.options() if option.key == "curves"
        }
        for full, kind in self._registry.classes("curves"):
            if kind.offers == SINGLE:
                continue
            plain = full.rpartition("/")[2]
            how = f"{plain} in the list `curves`"
            if plain in flags:
                how = f"{plain}(FILE): {flags[plain]} FILE"
            for name in kind.offers:
                if name not in self._names:
                    yield name, f"{name} comes with {how}"
