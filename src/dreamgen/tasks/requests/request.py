"""A request: inputs that are dreamed alike, and the tasks that this makes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from dreamgen.errors import BadInput
from dreamgen.recipe.schema import Recipe
from dreamgen.render.inputs.loading import NO_INPUT
from dreamgen.tasks.requests.names import Names
from dreamgen.tasks.requests.sources import Sources
from dreamgen.tasks.task import Task

Compose = Callable[[str | None, Mapping[str, str]], Recipe]
"""From an input, or None for the preset's own, and what varies, to the recipe."""
Refuse = Callable[[str, str], None]
"""Hears of what no task can be made of: which, and why."""


@dataclass(frozen=True)
class Request:
    """Inputs that are dreamed alike.

    sources:  the inputs; None for the one that the preset has.
    variants: what varies for each input, any number of times; one empty variant: nothing does.
    compose:  makes the recipe; raises BadInput for what cannot be used.
    """

    sources: Sources | None
    compose: Compose
    names: Names
    preset: str | None = None
    variants: Collection[Mapping[str, str]] = ({},)

    def count(self) -> int | None:
        """Return how many tasks there are; None if that is not known beforehand."""
        inputs = 1 if self.sources is None else self.sources.count()
        return None if inputs is None else inputs * len(self.variants)

    def compose_first(self) -> Recipe:
        """Return the recipe of the first task, to be checked before anything starts."""
        is_listed = self.sources is None or self.sources.count() is None
        source = None if is_listed else next(iter(self.sources or ()))
        recipe = self.compose(source, next(iter(self.variants), {}))
        if self.sources is None and recipe.input is None:
            raise BadInput(NO_INPUT)
        return recipe

    def tasks(self, numbers: Iterator[int], refuse: Refuse) -> Iterator[Task]:
        """Yield a task for each input and variant, with the next of ``numbers``.

        ``refuse`` hears of those that have no recipe, as an input whose name is no text has none.
        """
        for source in (None,) if self.sources is None else self.sources:
            for varied in self.variants:
                number = next(numbers)
                try:
                    recipe = self.compose(source, varied)
                except BadInput as problem:
                    refuse(source or f"number {number + 1}", str(problem))
                    continue
                out = self.names.of(source or recipe.input, recipe, self.preset, varied, number)
                yield Task(number, recipe, out, varied)
