"""Dream pictures as they come: from a camera, a screen, a program."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dreamgen.api.default_session import default_session
from dreamgen.api.given import picture_of
from dreamgen.api.live_job import bind_aim, finish, prepare_live
from dreamgen.api.shrink_early import shrink_early
from dreamgen.errors import BadInput
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import Size
from dreamgen.recipe.writing import write_sum
from dreamgen.render.job import Job
from dreamgen.render.permissions import Permissions
from dreamgen.render.session import Session
from dreamgen.render.torch_settings import with_own_torch_settings

if TYPE_CHECKING:
    from dreamgen.backbones.network.layers import Layer
    from dreamgen.engine.live.dreamer import LiveDreamer
    from dreamgen.imaging.picture import Frame, Picture

STRONGEST = 2.0
FASTEST = 120.0
SMALLEST, LARGEST = 64, 4096
NEWS = 0.2  # how fast what is measured anew counts


def live(
    *,
    preset: str | None = None,
    size: int = 384,
    fps: float = 10.0,
    strength: float = 1.0,
    permissions: Permissions | None = None,
    session: Session | None = None,
    **recipe: Any,
) -> Live:
    """Begin a dream of pictures that come one by one; each is shown to what is returned.

    While they stand still the dream deepens, up to ``strength`` (1 is rich, 0 shows the pictures
    themselves, 2 is the most); where they move it is carried along by optical flow; after a cut it
    begins anew. ``fps`` is how many frames a second are wanted: size and steps adapt to reach it, and
    ``size``, in pixels, is the longest side at most. ``preset``, ``permissions``, ``session`` and the
    other keywords are as for :func:`dream`. It needs OpenCV, as films do. Raise BadInput for
    anything that cannot be used.

    The frames for a camera of OpenCV's, whose pictures are BGR::

        dreaming = dreamgen.live(layer=6, size=320, fps=8)
        for picture in pictures:
            frame = dreaming.show(picture[:, :, ::-1])
    """
    check_number("strength", strength, 0, STRONGEST)
    check_number("fps", fps, 0.1, FASTEST)
    check_number("size", size, SMALLEST, LARGEST)
    return Live(preset, int(size), fps, strength, session or default_session(), permissions, recipe)


class Live:
    """A dream that goes on with every picture it is shown.

    ``strength`` may be set at any time. ``fps`` and ``latency`` are measured: frames a second, and
    seconds from a picture to its dream. ``size`` is the (width, height) of the last frame.
    Another thread than the one that shows may call :meth:`change`.
    """

    def __init__(
        self,
        preset: str | None,
        longest: int,
        fps: float,
        strength: float,
        session: Session,
        permissions: Permissions | None,
        recipe: dict[str, Any],
    ):
        from dreamgen.engine.film.dis import DenseInverseSearch
        from dreamgen.engine.live.dreamer import LiveDreamer
        from dreamgen.engine.live.pace import Pace

        self._preset = preset
        self._session = session
        self._permissions = permissions
        self._keys = dict(recipe)
        self._lock = threading.Lock()
        self._estimate = DenseInverseSearch()
        self._pace = Pace(fps, longest)
        self._job = self._prepare(self._keys)
        self._dreamer: LiveDreamer = LiveDreamer(
            bind_aim(self._job), self._estimate, self._job.recipe.seed
        )
        self._before: float | None = None
        self._interval = 0.0
        self.strength = strength
        self.latency = 0.0
        self.size = (0, 0)

    @property
    def recipe(self) -> Recipe:
        """What is dreamed at present."""
        return self._job.recipe

    @property
    def fps(self) -> float:
        """Frames a second, as pictures came; 0 before the second one."""
        return 1 / self._interval if self._interval else 0.0

    @property
    def objective(self) -> str:
        """What is maximised, as recipes write it."""
        return write_sum(self.recipe.objective or ())

    @property
    def layer(self) -> str:
        """The name of the layer of objectives that name none."""
        return self._job.network.find(self._job.layer)

    @property
    def layers(self) -> Sequence[Layer]:
        """The network's own layers in order: each has a ``number``, a ``name`` and ``channels``."""
        return self._job.network.layers

    def change(self, *, strength: float | None = None, **recipe: Any) -> None:
        """Dream something else from the next picture on, out of what is there.

        The keywords are those of :func:`live`: ``layer=3``, ``objective="channel(6, 98)"``,
        ``strength=1.5``. None takes one back. Raise BadInput, and change nothing, for what cannot be
        used.
        """
        if strength is not None:
            check_number("strength", strength, 0, STRONGEST)
        if recipe:
            keys = self._keys | recipe
            job = self._prepare(keys)
            with self._lock:
                self._keys, self._job = keys, job
                self._dreamer.aim_at(bind_aim(job))
        if strength is not None:
            self.strength = strength

    def begin_anew(self) -> None:
        """Forget what has been dreamed: the next picture is as it comes."""
        with self._lock:
            self._dreamer.begin_anew()

    @with_own_torch_settings
    def show(self, picture: Any) -> Frame:
        """Return the dream of the next picture.

        ``picture`` is a Pillow image, an array or a tensor, as for :func:`dream`. The frame is of the
        size that there is time for. Raise BadInput for what is no picture.
        """
        begun = time.perf_counter()
        with self._lock:
            found = self._read(picture)
            round = self._dreamer.round or found.pixels[0].numel()
            work = self._pace.find_work(round)
            pixels = self._dreamer.advance(found.pixels, work, self.strength)
            frame = finish(self._job, found, pixels)
            end = time.perf_counter()
            spent = self._dreamer.spent
            self._pace.note(end - begun, spent.seconds, spent.work, round)
            self._measure(begun, end)
            self.size = found.size
        return frame

    def _measure(self, begun: float, end: float) -> None:
        self.latency = end - begun
        if self._before is not None:
            interval = begun - self._before
            self._interval += (interval - self._interval) * (NEWS if self._interval else 1.0)
        self._before = begun

    def _read(self, picture: Any) -> Picture:
        # No words are looked for in what a camera sees: nothing of it is protected.
        update = {"size": Size(self._pace.side), "protect": "none"}
        recipe = self._job.recipe.model_copy(update=update)
        small = shrink_early(picture, self._pace.side)
        found = picture_of(small, recipe, self._session, self._permissions)
        return replace(found, mask=None, protected=None, alpha=None)

    @with_own_torch_settings
    def _prepare(self, keys: dict[str, Any]) -> Job:
        return prepare_live(keys, self._preset, self._pace.side, self._session, self._permissions)


def check_number(name: str, value: float, least: float, most: float) -> None:
    """Raise BadInput for a number out of bounds."""
    if not isinstance(value, int | float) or not least <= value <= most:
        raise BadInput(f"live(): {name} = {value!r}: must be a number from {least:g} to {most:g}")
