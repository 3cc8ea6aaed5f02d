"""From a plan to a job: read the picture, load the network, and find out all that can fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dreamgen.objectives.base import Weighted
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.expressions import Term, read_sum
from dreamgen.recipe.schema import Recipe
from dreamgen.render.adapt import adapt_recipe
from dreamgen.render.ascent import add_initial_noise, build_ascent
from dreamgen.render.check_layers import check_before_download
from dreamgen.render.check_request import check_files
from dreamgen.render.complete import complete
from dreamgen.render.flow import load_flow
from dreamgen.render.inputs.beside import FilesBeside
from dreamgen.render.inputs.pictures import Pictures
from dreamgen.render.inputs.regions import with_regions
from dreamgen.render.inputs.song import check_song
from dreamgen.render.job import Job
from dreamgen.render.least_memory import check_least_memory
from dreamgen.render.moments import Moments
from dreamgen.render.networks import Networks
from dreamgen.render.permissions import Permissions
from dreamgen.render.plan import Plan, build_objectives, make_plan
from dreamgen.render.saving.provenance import provenance
from dreamgen.render.timeline.timeline import Timeline
from dreamgen.render.wrapping import join_borders

if TYPE_CHECKING:
    from dreamgen.backbones.network.network import Network
    from dreamgen.imaging.picture import Picture
    from dreamgen.render.inputs.footage import Footage

GIVEN = "(given in Python)"
"""In place of the name of a mask that was no file: `rerun` then says that it lacks it."""


class Preparation:
    """What plans are prepared with: a registry, permissions, and the networks loaded so far."""

    def __init__(self, registry: Registry, permissions: Permissions, networks: Networks):
        self._registry = registry
        self._permissions = permissions
        self._networks = networks
        self._beside = FilesBeside(registry, permissions)
        self._pictures = Pictures(registry, permissions, self._beside)

    def prepare(
        self,
        plan: Plan,
        picture: Picture | None = None,
        even: bool = False,
        mask: Any = None,
        like: Job | None = None,
    ) -> Job:
        """Read the picture, load the network, and bind the objectives to its layers.

        ``picture`` and ``mask`` are given by Python callers; otherwise files are read. ``even`` asks
        for zoom frames of even width and height. Where ``like`` dreams from the same picture, that
        is not read again. Raise BadInput for anything that cannot be used.
        """
        from dreamgen.engine.memory import return_freed_memory

        asked, loaded, footage, flow = plan.recipe, None, None, None
        check_files(asked, plan.backbone, self._permissions)
        check_song(plan.outline.sound, asked, self._beside)
        if asked.film is not None:
            footage, loaded = self._pictures.open_film(asked, even)
            flow = load_flow(asked.film, asked.device, self._permissions)
        plan, timeline = self._begin(plan, footage)
        recipe, plan = plan.recipe, self._with_pictures_of(plan)
        if loaded is not None:
            picture = loaded.picture
        elif picture is None:
            loaded = self._pictures.load(
                plan, None if like is None else like.loaded, self._check_size
            )
            picture = loaded.picture
        else:
            picture = picture.in_files()
        return_freed_memory()
        if recipe.mask is not None and footage is None:
            picture = picture.with_mask(self._pictures.read_mask(recipe.mask, picture.size))
        if mask is not None:
            picture = picture.with_mask(self._pictures.take_mask(mask, picture.size))
            given = {"mask": GIVEN}
            asked, recipe = asked.model_copy(update=given), recipe.model_copy(update=given)
            plan = replace(plan, recipe=recipe)
        picture = join_borders(picture, plan)
        plan = self._with_regions_of(plan, picture)
        check_before_download(plan)
        network, *replicas = self._networks.get_all(recipe, plan.backbone, self._permissions)
        self._check_memory(recipe, network)
        adapted = self._adapt(asked, network)
        if adapted is not asked:
            asked = adapted
            plan, timeline = self._begin_with(asked, plan, timeline, picture)
        digest = None if loaded is None else loaded.digest
        made = provenance(self._registry, network, digest, self._beside.digests)
        return_freed_memory()
        job = self._bind(plan, picture, network, made, even, timeline)
        return_freed_memory()
        job = replace(job, replicas=replicas, loaded=loaded, song=plan.outline.sound)
        job = replace(job, footage=footage, flow=flow)
        return job if timeline is None else self._check_moments(job, asked)

    def _begin(self, plan: Plan, footage: Footage | None) -> tuple[Plan, Timeline | None]:
        """Return the plan of the start, and what becomes of it with the time."""
        zoom, seconds = plan.recipe.zoom, 1.0
        if zoom is not None:
            seconds = zoom.seconds
        elif footage is not None:
            seconds = footage.count / footage.rate
        timeline = plan.outline.read(self._beside, seconds, zoom is not None and zoom.endless)
        if timeline is None:
            return plan, None
        start = make_plan(timeline.at(0).recipe, self._registry)
        return replace(start, outline=plan.outline), timeline

    def _adapt(self, recipe: Recipe, network: Network) -> Recipe:
        own = read_sum(network.model.default_objective)
        return adapt_recipe(recipe, self._registry, network.classifier, own)

    def _begin_with(
        self, recipe: Recipe, plan: Plan, timeline: Timeline | None, picture: Picture
    ) -> tuple[Plan, Timeline | None]:
        """Return a plan and its timeline with the recipe that its objectives were adapted to."""
        start = recipe
        if timeline is not None:
            timeline = timeline.with_recipe(recipe, self._registry)
            start = timeline.at(0).recipe
        adapted = replace(make_plan(start, self._registry), outline=plan.outline)
        return self._with_regions_of(self._with_pictures_of(adapted), picture), timeline

    def _check_moments(self, job: Job, asked: Recipe) -> Job:
        """Return a job that was bound for its start, with the recipe that was asked for."""
        moments = job.moments
        assert moments is not None
        job = replace(job, recipe=moments.complete(asked))
        moments.check(job)
        if self._beside.digests:  # of what later moments name, too
            job = replace(job, made={**job.made, "files_sha256": dict(self._beside.digests)})
        return job

    def with_pictures(self, objectives: Sequence[Weighted]) -> list[Weighted]:
        """Return objectives with the pictures read that they name."""
        return [(weight, objective.with_pictures(self._beside)) for weight, objective in objectives]

    def _complete(self, plan: Plan, network: Network) -> tuple[Recipe, list[Weighted]]:
        def build(terms: Sequence[Term]) -> list[Weighted]:
            return self.with_pictures(build_objectives(terms, "objective", self._registry))

        return complete(plan, network, build)

    def _with_pictures_of(self, plan: Plan) -> Plan:
        transition = [self.with_pictures(stage) for stage in plan.transition]
        return replace(
            plan,
            objectives=self.with_pictures(plan.objectives),
            transition=transition,
            parameterisation=plan.parameterisation.with_pictures(self._beside),
        )

    def _with_regions_of(self, plan: Plan, picture: Picture) -> Plan:
        def read_input_again(recipe: Recipe) -> Picture:
            return self._pictures.read(replace(plan, recipe=recipe), self._check_size)[0]

        return with_regions(plan, picture, self._beside, read_input_again)

    def _bind(
        self,
        plan: Plan,
        picture: Picture,
        network: Network,
        made: Mapping[str, Any],
        even: bool,
        timeline: Timeline | None,
    ) -> Job:
        recipe, objectives = self._complete(plan, network)
        plan = replace(plan, recipe=recipe)
        moments = None if timeline is None else self._moments(timeline, plan, picture, network)
        ascent = build_ascent(plan, network)
        # A zoom begins from its picture as it is framed later.
        initial = add_initial_noise(picture, recipe) if recipe.zoom is None else None
        job = Job(recipe, picture, network, objectives, ascent, plan.effects, initial, made)
        job = replace(job, moments=moments)
        if moments is not None:
            moments.check_layer(network, 0.0)
        job.check(job.objectives)
        if recipe.zoom is None:
            return job
        from dreamgen.render.journey import prepare_zoom

        motions = plan.motions if moments is None else moments.motions() or plan.motions
        return prepare_zoom(job, motions, plan.transition, even)

    def _moments(
        self, timeline: Timeline, plan: Plan, picture: Picture, network: Network
    ) -> Moments:
        def make_ready(kind: str, component: Any) -> Any:
            if kind == "objectives":
                only = replace(
                    plan, objectives=self.with_pictures([(1.0, component)]), transition=[]
                )
                return self._with_regions_of(only, picture).objectives[0][1]
            is_read = kind == "parameterisations"
            return component.with_pictures(self._beside) if is_read else component

        return Moments(
            timeline, plan, self._registry, make_ready, lambda now: build_ascent(now, network)
        )

    def _check_size(self, plan: Plan, size: tuple[int, int]) -> None:
        """Raise BadInput for a picture of (width, height) that memory is too small for.

        The network is loaded for it where that is quick.
        """
        recipe = plan.recipe
        if recipe.memory is None:
            return
        check_least_memory(size, recipe.memory)
        if plan.backbone.downloads or plan.backbone.reads(recipe.weights):
            return
        import torch

        from dreamgen.imaging.picture import Picture

        network = self._networks.get(recipe, plan.backbone, self._permissions)
        adapted = self._adapt(recipe, network)
        if adapted is not recipe:
            plan = self._with_pictures_of(make_plan(adapted, self._registry))
        recipe, objectives = self._complete(plan, network)
        blank = Picture(torch.ones(()).expand(3, size[1], size[0]))
        ascent = build_ascent(plan, network)
        Job(recipe, blank, network, objectives, ascent, (), None, {}).check(objectives)

    def _check_memory(self, recipe: Recipe, network: Network) -> None:
        from dreamgen.backbones.tiling.device_memory import memory_of
        from dreamgen.backbones.tiling.memory_budget import SHARE

        if recipe.memory is not None:
            usual = SHARE * memory_of(network.device) / 2**20
            self._permissions.check_limit("memory", recipe.memory / 2**20, usual, "MB")
