"""The ascent that a plan asks for, whole or shortened, and what it begins from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dreamgen.recipe.schema import Recipe
from dreamgen.render.framing import Sides
from dreamgen.render.inputs.loading import NOISE
from dreamgen.render.plan import Plan
from dreamgen.render.wrapping import choose_resize, count_views

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.backbones.network.network import Network
    from dreamgen.engine.ascent import Ascent
    from dreamgen.engine.octaves import Octave
    from dreamgen.imaging.picture import Picture

REDIRECTED_STEPS = 16
"""The first steps of an ascent from noise, where the objective may not fire yet; as many as Lucid's."""


def build_ascent(plan: Plan, network: Network) -> Ascent:
    """Return the ascent of a plan on a network."""
    from dreamgen.engine.ascent import Ascent
    from dreamgen.engine.octaves import plan_octaves
    from dreamgen.engine.wrapping import wrap_regularisers

    recipe = plan.recipe
    scales = recipe.octaves
    return Ascent(
        regularisers=wrap_regularisers(plan.regularisers, recipe.wrap),
        parameterisation=plan.parameterisation,
        optimiser=plan.optimiser,
        octaves=lambda size: plan_octaves(
            size, scales.count, scales.ratio, recipe.steps, scales.step_decay
        ),
        step_size=recipe.step_size,
        device=network.device,
        views=count_views(recipe),
        resize=choose_resize(recipe),
        redirected_steps=REDIRECTED_STEPS if recipe.input == NOISE else 0,
    )


def add_initial_noise(picture: Picture, recipe: Recipe) -> Tensor | None:
    """Return the picture with the recipe's share of coloured noise, to dream from; or None."""
    from dreamgen.imaging.noise import add_noise

    if not recipe.initial_noise:
        return None
    return add_noise(picture.pixels, recipe.initial_noise, recipe.seed)


def shorten_for_zoom(ascent: Ascent, recipe: Recipe) -> Ascent:
    """Return the ascent for a keyframe, or a frame of a feedback zoom."""
    assert recipe.zoom is not None
    return shorten_ascent(ascent, recipe, recipe.zoom.steps, recipe.zoom.octaves)


def shorten_ascent(ascent: Ascent, recipe: Recipe, steps: int | None, count: int) -> Ascent:
    """Return the ascent for a picture that is a dream already: its ``count`` finest octaves alone.

    The first of them takes ``steps``, or as many as the recipe's own.
    """
    decay = recipe.octaves.step_decay
    most = recipe.steps if steps is None else steps

    def octaves(size: tuple[int, int]) -> list[Octave]:
        kept = ascent.octaves(size)[-count:]
        steps = [max(min(1, most), round(most * decay**k)) for k in range(len(kept))]
        return [replace(octave, steps=n) for octave, n in zip(kept, steps, strict=True)]

    return replace(ascent, octaves=octaves)


def fit_ascent(ascent: Ascent, whole: Sides, size: Sides) -> Ascent:
    """Return an ascent for a draft of ``size``: those octaves of the whole picture's that fit.

    So forms have the same places and the same relative sizes as in the whole picture; what its
    finest octaves would add is left out.
    """
    width, height = size
    octaves = ascent.octaves(whole[::-1])
    kept = [octave for octave in octaves if octave.height <= height * 1.05] or octaves[:1]
    last = replace(kept[-1], height=height, width=width)
    return replace(ascent, octaves=lambda _: [*kept[:-1], last])
