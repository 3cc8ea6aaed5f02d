"""What a job becomes with the time: its objectives, ascent and effects at each moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dreamgen.effects.base import Effect
from dreamgen.errors import BadInput
from dreamgen.objectives.base import Weighted
from dreamgen.plugins.registry import Registry, singular
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.writing import write
from dreamgen.render.ascent import shorten_for_zoom
from dreamgen.render.job import Job
from dreamgen.render.plan import Plan, build_motions
from dreamgen.render.timeline.timeline import Now, Timeline

if TYPE_CHECKING:
    from dreamgen.backbones.network.network import Network
    from dreamgen.engine.ascent import Ascent
    from dreamgen.motions.base import Motion

MOST_CHECKED = 200
"""Frames, evenly over the time, for which everything is checked before it begins."""
MOST_LAYERS = 100_000
"""First frames of which each one's layer is looked for before it begins: that takes little time."""


@dataclass(frozen=True)
class State:
    """What a moment changes in a job, as a :class:`~dreamgen.render.job.Job` has it.

    ``transition`` are a zoom's objectives after the first ones.
    """

    recipe: Recipe
    objectives: Sequence[Weighted]
    following: Sequence[Weighted]
    share: float
    ascent: Ascent
    transition: Sequence[Sequence[Weighted]]
    effects: Sequence[Effect]


class Moments:
    """A timeline whose recipes become components; each is built once for all moments.

    ``plan`` is that of the start. ``ready`` gives a component of a kind with the pictures read that
    it names, and ``begin`` the ascent of a plan.
    """

    def __init__(
        self,
        timeline: Timeline,
        plan: Plan,
        registry: Registry,
        ready: Callable[[str, Any], Any],
        begin: Callable[[Plan], Ascent],
    ):
        self._timeline = timeline
        self._plan = plan
        self._registry = registry
        self._ready = ready
        self._begin = begin
        self._built: dict[tuple[str, str], Any] = {}
        self._states: list[tuple[Now, State]] = []

    def at(self, job: Job, seconds: float) -> Job:
        """Return a job as it is at a moment."""
        state = self._find_state(self._timeline.at(seconds), seconds)
        journey = job.journey
        if journey is not None:
            ascent = journey.fit(shorten_for_zoom(state.ascent, state.recipe))
            stages = [state.objectives, *state.transition]
            stages += [state.objectives] if len(journey.transition) > len(stages) else []
            journey = replace(journey, ascent=ascent, transition=stages)
        return replace(
            job,
            recipe=state.recipe,
            objectives=state.objectives,
            following=state.following,
            share=state.share,
            ascent=state.ascent if journey is None else journey.fit(state.ascent),
            effects=state.effects,
            journey=journey,
        )

    def motions(self) -> Callable[[float], Sequence[tuple[float, Motion]]] | None:
        """Return what gives the motions of a moment; None if they stay the same."""
        if not self._timeline.changes("zoom.motion"):
            return None
        zoom = self._plan.recipe.zoom
        assert zoom is not None

        def find(seconds: float) -> Sequence[tuple[float, Motion]]:
            motion = self._timeline.value("zoom.motion", seconds)
            now = zoom.model_copy(update={"motion": motion})
            return build_motions(now, f"at {seconds:.3g} s", self._registry)

        return find

    def complete(self, recipe: Recipe) -> Recipe:
        """Return a recipe with what the start left to its network, or took for another one's."""
        start, keys = self._plan.recipe, ("objective", "layer")
        kept = [
            key for key in keys if getattr(recipe, key) is None or not self._timeline.changes(key)
        ]
        return recipe.model_copy(update={key: getattr(start, key) for key in kept})

    def check_layer(self, network: Network, seconds: float) -> None:
        """Raise BadInput, with key and time, for a moment's layer by a number that there is not."""
        if not (self._timeline.changes("layer") and self._plan.uses_layer):
            return
        layer = self._timeline.value("layer", seconds)
        try:
            if isinstance(layer, int):
                network.find(layer)
        except BadInput as problem:
            told = self._timeline.tell("layer", seconds, str(layer))
            raise BadInput(f"{told}: {problem}") from None

    def check(self, job: Job) -> None:
        """Raise BadInput, which tells when, for what cannot be made at some moment."""
        count = round(self._timeline.seconds * job.rate) or 1
        for number in range(min(count, MOST_LAYERS)):
            self.check_layer(job.network, number / job.rate)
        numbers = {count * part // MOST_CHECKED for part in range(MOST_CHECKED)} | {count - 1}
        checked: list[str] = []
        for number in sorted(numbers):
            now = self.at(job, number / job.rate)
            text = repr([now.layer, *(part for _, part in [*now.objectives, *now.following])])
            if text not in checked:
                checked.append(text)
                _check(now, number / job.rate)

    def _find_state(self, now: Now, seconds: float) -> State:
        for known, state in self._states:
            if known == now:
                return state
        state = self._build(now, f"at {seconds:.4g} s")
        self._states = [(now, state), *self._states[:3]]
        return state

    def _build(self, now: Now, when: str) -> State:
        recipe = self.complete(now.recipe)
        zoom = recipe.zoom

        def make(kind: str, call: Call) -> Any:
            key = kind if kind in ("regularisers", "effects") else singular(kind)
            return self._make(kind, call, f"{recipe.where(key)} {when}")

        def weigh(terms: Sequence[Term]) -> list[Weighted]:
            return [(term.weight, make("objectives", term.call)) for term in terms]

        plan = replace(
            self._plan,
            recipe=recipe,
            regularisers=[make("regularisers", call) for call in recipe.regularisers],
            parameterisation=make("parameterisations", recipe.parameterisation),
            optimiser=make("optimisers", recipe.optimiser),
        )
        return State(
            recipe=recipe,
            objectives=weigh(recipe.objective or ()),
            following=weigh(now.following),
            share=now.share,
            ascent=self._begin(plan),
            transition=[weigh(terms) for terms in (zoom.transition if zoom else ())],
            effects=[make("effects", call) for call in recipe.effects],
        )

    def _make(self, kind: str, call: Call, where: str) -> Any:
        """Return the component of a call, the same one at all moments."""
        key = kind, write(call)
        if key not in self._built:
            if len(self._built) > 4096:
                self._built.clear()
            made = self._registry.build(kind, call, where)
            self._built[key] = self._ready(kind, made)
        return self._built[key]


def _check(now: Job, seconds: float) -> None:
    """Raise BadInput, which tells the time, if a moment's objectives do not suit network or memory."""
    try:
        for objectives in (now.objectives, now.following):
            if objectives:
                now.check(objectives)
    except BadInput as problem:
        raise BadInput(f"at {seconds:.4g} s: {problem}") from None
