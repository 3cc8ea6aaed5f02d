"""What stays between renders, and the one way through which every render goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dreamgen.engine.events import Listener
from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.composing import Layer, compose_request
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import LayerAddress
from dreamgen.render.check_layers import check_before_start
from dreamgen.render.check_request import check_request
from dreamgen.render.defaults import choose_settings, is_robust
from dreamgen.render.inputs.moved_files import MovedFiles
from dreamgen.render.inputs.song import last_as_long
from dreamgen.render.job import Job
from dreamgen.render.networks import KEPT_BYTES, Networks
from dreamgen.render.permissions import Permissions
from dreamgen.render.plan import Plan, make_plan
from dreamgen.render.prepare import Preparation
from dreamgen.render.still import dream_stills
from dreamgen.render.torch_settings import (
    iterate_with_own_torch_settings,
    with_own_torch_settings,
)

if TYPE_CHECKING:
    from dreamgen.backbones.network.network import Network
    from dreamgen.engine.zoom.store import Store
    from dreamgen.imaging.picture import Frame, Picture


class Session:
    """A registry of components and the networks loaded so far; renders any recipe, still or zoom.

    The command line, :func:`dreamgen.dream`, sweeps and atlases all go through a session. A network
    stays loaded for the next render; the least recently used ones are dropped once their weights
    take more than ``budget`` bytes together. ``files`` says which files lie elsewhere than recipes
    say; it may be changed between renders.
    """

    def __init__(
        self,
        registry: Registry | None = None,
        permissions: Permissions | None = None,
        budget: int = KEPT_BYTES,
        files: MovedFiles | None = None,
    ):
        self.registry = registry or Registry.default()
        self.permissions = permissions or Permissions()
        self.files = files or MovedFiles()
        self._networks = Networks(budget)

    def compose(
        self,
        source: str | None,
        preset: str | None = None,
        layers: Sequence[Layer] = (),
        moving: bool = False,
        defaults: Sequence[Layer] = (),
    ) -> Recipe:
        """Return the recipe of an input, a preset and other keys; ``moving`` asks for a zoom.

        ``defaults`` hold where neither they nor the preset say anything.
        """
        presets = self.registry.presets
        recipe = compose_request(source, preset, layers, presets, moving, defaults)
        robust = is_robust(recipe, self.registry)
        settings = [] if robust else choose_settings(recipe, self.registry)
        beneath = [*settings, *defaults]
        recipe = compose_request(source, preset, layers, presets, moving, beneath, robust)
        return last_as_long(recipe, self.registry, self.permissions, self.files)

    def plan(self, recipe: Recipe) -> Plan:
        """Turn a recipe's names into components; every mistake shows before any weights load."""
        recipe = self.files.find(recipe)
        check_request(recipe, self.registry, self.permissions)
        return make_plan(recipe, self.registry)

    @with_own_torch_settings
    def check_layers(self, plan: Plan, varied: Iterable[LayerAddress] = ()) -> None:
        """Raise BadInput for a layer that the network lacks, if that is quick to see.

        ``varied`` are layers that other renders of the plan name in place of its own.
        """
        check_before_start(plan, varied, self._networks, self.permissions)

    def measure(self, recipe: Recipe) -> tuple[int, int] | None:
        """Return the width and height of a recipe's picture, if a look at its file tells."""
        from dreamgen.render.inputs.loading import measure_input

        return measure_input(self.files.find(recipe), self.registry)

    @with_own_torch_settings
    def read_picture(self, recipe: Recipe) -> Picture:
        """Return the picture of a recipe's input, at its size, without loading any network.

        ``noise`` is no input that could be read. Raise BadInput for what no loader reads.
        """
        from dreamgen.render.inputs.loading import NO_INPUT, load_picture, read_input

        found = self.files.find(recipe)
        if found.input is None:
            raise BadInput(NO_INPUT)
        return load_picture(read_input(found.input), found, self.registry, self.permissions)

    @with_own_torch_settings
    def prepare(
        self,
        plan: Plan,
        picture: Picture | None = None,
        *,
        even: bool = False,
        mask: Any = None,
        permissions: Permissions | None = None,
        like: Job | None = None,
    ) -> Job:
        """Load everything that a plan needs. ``even``: a zoom's frames get even sides.

        ``picture`` and ``mask`` are given by Python callers, in place of files: a picture as
        :func:`dreamgen.picture_of` returns it, a mask as an image, array or tensor. ``permissions``
        hold for this render alone, in place of the session's. ``like`` is a job that may dream from
        the same picture, which is then not read again.
        """
        job = self._preparation(permissions).prepare(plan, picture, even, mask, like)
        return self.files.restore(job)

    def frames(
        self, job: Job, listener: Listener | None = None, store: Store | None = None
    ) -> Iterator[Frame]:
        """Yield the frames of a job: one for a still.

        ``listener`` hears of every step, keyframe and frame. A zoom or a film keeps finished dreams in
        ``store``, and takes from it what is there; without one, in a folder that goes afterwards. An
        endless zoom keeps the last few in memory alone.
        """
        yield from iterate_with_own_torch_settings(self._frames(job, listener, store))

    def _frames(self, job: Job, listener: Listener | None, store: Store | None) -> Iterator[Frame]:
        if not job.is_moving:
            yield from dream_stills([job], listener)
            return
        from dreamgen.engine.zoom.store import RecentStore
        from dreamgen.render.film import film_frames
        from dreamgen.render.saving.resume import temporary_store
        from dreamgen.render.zoom import zoom_frames

        make_frames = zoom_frames if job.footage is None else film_frames
        if job.is_endless:
            store = RecentStore()
        if store is not None:
            yield from make_frames(job, store, listener)
            return
        with temporary_store() as passing:
            yield from make_frames(job, passing, listener)

    def find_shots(self, job: Job) -> Iterator[range]:
        """Yield the numbers of the frames of each shot of a film, as soon as its end is found."""
        from dreamgen.render.film import find_shots

        return iterate_with_own_torch_settings(find_shots(job))

    @with_own_torch_settings
    def dream_shot(
        self, job: Job, frames: range, begin: int, store: Store, listener: Listener | None = None
    ) -> None:
        """Dream a shot of a film, its ``frames`` from ``begin`` on, into ``store``.

        The store has the shot's first frame and the one before ``begin``, if they are others.
        """
        from dreamgen.render.film import dream_shot

        dream_shot(job, frames, begin, store, listener)

    def stills(self, jobs: Sequence[Job], listener: Listener | None = None) -> Iterator[Frame]:
        """Yield the frame of each of several stills, those that can be dreamed as batches."""
        return iterate_with_own_torch_settings(dream_stills(jobs, listener))

    def render(self, recipe: Recipe, listener: Listener | None = None) -> Iterator[Frame]:
        """Yield the frames of a recipe: plan, prepare and run in one go."""
        yield from self.frames(self.prepare(self.plan(recipe)), listener)

    def unload(self, network: Network | None = None) -> None:
        """Let go of a network, or of all: their memory is free once no render uses them."""
        self._networks.forget(network)

    def _preparation(self, permissions: Permissions | None) -> Preparation:
        return Preparation(self.registry, permissions or self.permissions, self._networks)
