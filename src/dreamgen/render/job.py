"""From a plan to finished frames: everything loaded and bound, then run."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from dreamgen.effects.base import Effect
from dreamgen.errors import BadInput
from dreamgen.objectives.base import Weighted
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import Size
from dreamgen.render.plan import Plan, objectives_of

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.backbones.network.network import Network
    from dreamgen.engine.events import Step
    from dreamgen.engine.gradient_ascent import Ascent
    from dreamgen.engine.scoring import Scoring
    from dreamgen.imaging.picture import Frame, Picture

Listener = Callable[["Step"], None]
NOISE_SIZE = (768, 768)


@dataclass(frozen=True)
class Job:
    """Everything loaded and checked: one render, ready to run."""

    recipe: Recipe
    picture: Picture
    network: Network
    objectives: Sequence[Weighted]
    scoring: Scoring
    ascent: Ascent
    rng: random.Random
    made: Mapping[str, Any]
    effects: Sequence[Effect] = ()

    def text(self) -> str:
        """Return the recipe as it is embedded into the result."""
        return self.recipe.to_toml(self.made)


# --- prepare ----------------------------------------------------------------------------------


def prepare(plan: Plan, registry: Registry, picture: Picture | None = None) -> Job:
    """Load the picture, then the network, and bind the objectives to its layers.

    ``picture`` is given by Python callers; otherwise the recipe's input is read.
    """
    recipe, digest = plan.recipe, None
    plan = replace(plan, objectives=with_pictures(plan.objectives, registry))
    if picture is None:
        picture, digest = _picture(recipe, registry)
    if recipe.mask is not None:
        picture = picture.with_mask(_mask(recipe.mask, picture, registry))
    # Only now, for these import timm, which takes long: a broken picture is refused at once.
    from dreamgen.engine.memory import reuse_freed_memory

    network, weights = _network(plan)
    if network.device.type == "cpu":
        reuse_freed_memory()
    made = _made(registry, weights, digest, network)
    return _bound(plan, registry, picture, network, made)


def prepare_like(job: Job, plan: Plan, registry: Registry) -> Job:
    """Return a job for another plan on a job's picture and network, so that they load once."""
    plan = replace(plan, objectives=with_pictures(plan.objectives, registry))
    return _bound(plan, registry, job.picture, job.network, job.made)


def with_pictures(objectives: Sequence[Weighted], registry: Registry) -> list[Weighted]:
    """Return objectives with the pictures read that they name; BadInput where there is none."""
    from dreamgen.render.inputs import read_picture

    read = partial(read_picture, registry=registry)
    return [(weight, objective.with_pictures(read)) for weight, objective in objectives]


def _bound(
    plan: Plan, registry: Registry, picture: Picture, network: Network, made: Mapping[str, Any]
) -> Job:
    from dreamgen.engine.scoring import Scoring

    recipe, objectives = _completed(plan, network, registry)
    rng = random.Random(recipe.seed)
    width, height = picture.size
    scoring = Scoring(network, objectives, recipe.layer, width / height, rng)
    network.check_memory(scoring.layers, (height, width), recipe.memory)
    ascent = _ascent(plan, network)
    return Job(recipe, picture, network, objectives, scoring, ascent, rng, made, plan.effects)


def _picture(recipe: Recipe, registry: Registry) -> tuple[Picture, str | None]:
    from dreamgen.imaging.noise import pink_noise
    from dreamgen.render.inputs import NOISE, load_picture, read_input

    if recipe.input is None:
        raise BadInput(
            "no input: give a picture, noise or sample:NAME, or a preset that has its own"
        )
    if recipe.input == NOISE:
        size = recipe.size.fit(1, 1) if recipe.size else NOISE_SIZE
        return pink_noise(size, recipe.seed), None
    source = read_input(recipe.input)
    picture = load_picture(source, recipe, registry)
    return picture, hashlib.sha256(source.data).hexdigest()[:16]


def _mask(name: str, picture: Picture, registry: Registry) -> Any:
    from dreamgen.render.inputs import read_picture

    mask = read_picture(name, Size(*picture.size), registry)
    lightness = mask.pixels.mean(0, keepdim=True)
    return lightness if mask.alpha is None else lightness * mask.alpha


def _network(plan: Plan) -> tuple[Network, str]:
    from dreamgen.backbones.network.network import Network
    from dreamgen.engine.precision import choose_device, choose_precision

    device = choose_device(plan.recipe.device)
    dtype = choose_precision(plan.recipe.precision, device)
    _check_layers(plan)
    model = plan.backbone.load(plan.recipe.weights)
    return Network(model, device, dtype, plan.recipe.backbone), model.weights


def _check_layers(plan: Plan) -> None:
    """Raise BadInput for a layer that a network lacks before hundreds of megabytes are fetched."""
    from dreamgen.backbones.network.layers import find_addresses

    named = [address for _, part in plan.objectives for address in part.layers()]
    named = [address for address in [*named, plan.recipe.layer] if address is not None]
    if named and plan.backbone.downloads and plan.recipe.weights is None:
        addresses = find_addresses(plan.recipe.backbone, plan.backbone.outline())
        for address in named:
            addresses.find_all(address)


def _completed(plan: Plan, network: Network, registry: Registry) -> tuple[Recipe, list[Weighted]]:
    """Fill the recipe's last holes from the network: its default objective and layer."""
    from dreamgen.recipe.expressions import read_sum

    model, recipe, objectives = network.model, plan.recipe, plan.objectives
    if recipe.objective is None:
        terms = read_sum(model.default_objective)
        recipe = recipe.model_copy(update={"objective": terms})
        objectives = with_pictures(objectives_of(terms, "objective", registry), registry)
    if recipe.layer is None and any(None in part.layers() for _, part in objectives):
        layer = network.default_layer if model.default_layer is None else model.default_layer
        recipe = recipe.model_copy(update={"layer": layer})
    return recipe, objectives


def _ascent(plan: Plan, network: Network) -> Ascent:
    from dreamgen.engine.gradient_ascent import Ascent
    from dreamgen.engine.octaves import plan_octaves

    recipe = plan.recipe
    scales = recipe.octaves
    return Ascent(
        regularisers=plan.regularisers,
        parameterisation=plan.parameterisation,
        optimiser=plan.optimiser,
        octaves=lambda size: plan_octaves(
            size, scales.count, scales.ratio, recipe.steps, scales.taper
        ),
        strength=recipe.strength,
        device=network.device,
    )


def _made(registry: Registry, weights: str, digest: str | None, network: Network) -> dict[str, Any]:
    import torch

    made: dict[str, Any] = {name: version(name) for name in ("dreamgen", "torch", "timm")}
    made["weights"] = weights
    if network.device.type == "cpu":
        made["threads"] = torch.get_num_threads()
    if digest:
        made["input_sha256"] = digest
    others = [plugin for plugin in registry.plugins if plugin.origin != "built in" and plugin.works]
    made["plugins"] = [f"{plugin.name} {plugin.version}".strip() for plugin in others]
    return made


# --- run ----------------------------------------------------------------------------------------


def run(job: Job, listener: Listener | None = None, start: Tensor | None = None) -> Iterator[Frame]:
    """Yield the frames of a render: for a still, one. ``listener`` hears of every step.

    ``start``, (3, H, W) in 0..1, is where to dream from; by default, where :func:`initial_pixels` says.
    """
    from dreamgen.engine.events import Step
    from dreamgen.engine.gradient_ascent import ascend
    from dreamgen.imaging.colour import recolour
    from dreamgen.imaging.picture import Frame

    source = job.picture.pixels
    with job.network.hook(job.scoring.layers, job.recipe.memory) as look:
        score, start = job.scoring.of(look), initial_pixels(job) if start is None else start
        for event in ascend(job.picture, job.ascent, score, job.rng, start):
            if not isinstance(event, Step):
                break
            if listener is not None:
                listener(event)
    pixels = recolour(event, source, job.recipe.colour)
    frame = Frame(pixels, job.picture.alpha, source)
    yield flatten_frame(apply_effects(frame, job), job.recipe.paper)


def apply_effects(frame: Frame, job: Job) -> Frame:
    """Return a frame after the recipe's effects, each with a random source of its own."""
    for number, effect in enumerate(job.effects):
        frame = effect.apply(
            frame, job.picture, random.Random(f"{job.recipe.seed} finish {number}")
        )
    return frame


def initial_pixels(job: Job) -> Tensor | None:
    """Return the picture with the recipe's share of coloured noise in it, to dream from."""
    from dreamgen.imaging.noise import add_noise

    if not job.recipe.ground:
        return None
    return add_noise(job.picture.pixels, job.recipe.ground, job.recipe.seed)


def flatten_frame(frame: Frame, paper: str | None) -> Frame:
    """Return a frame with what is transparent laid on a CSS colour, or as it is."""
    if paper is None or frame.alpha is None:
        return frame
    from PIL import ImageColor

    red, green, blue = (value / 255 for value in ImageColor.getrgb(paper)[:3])
    return replace(frame, pixels=frame.flatten((red, green, blue)), alpha=None)
