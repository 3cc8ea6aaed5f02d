"""The objectives of a preset, which may have been written for another network."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace

from dreamgen.backbones.base import Classifier
from dreamgen.errors import InputWarning
from dreamgen.objectives.base import Weighted
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.writing import write_sum

Adapted = tuple[Sequence[Term], list[Weighted]]


def adapt_objectives(
    terms: Sequence[Term],
    objectives: Sequence[Weighted],
    classifier: Callable[[], Classifier],
    where: str,
) -> Adapted | None:
    """Return the nearest objectives that a network has, and their terms; None if it has none.

    An InputWarning, beginning with ``where``, says what was taken. Those that the network knows stay
    as they are.
    """
    adapted = [objective.adapt(classifier) for _, objective in objectives]
    kept = [
        (term, (weight, new), new is not old)
        for term, (weight, old), new in zip(terms, objectives, adapted, strict=True)
        if new is not None
    ]
    if not kept:
        return None
    taken = tuple(
        replace(term, call=Call(term.call.use, (), new.model_dump(exclude_unset=True)))
        if changed
        else term
        for term, (_, new), changed in kept
    )
    if taken != tuple(terms):
        warnings.warn(
            f"{where} is for another network; taken instead: {write_sum(taken)}",
            InputWarning,
            stacklevel=2,
        )
    return taken, [weighted for _, weighted, _ in kept]
