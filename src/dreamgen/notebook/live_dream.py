"""A picture that shows itself in a notebook while it is dreamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dreamgen.notebook.live import LiveResult
from dreamgen.render.results.dreams import Dream, make_dream

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

    from dreamgen.imaging.picture import Frame
    from dreamgen.render.job import Job


class LiveDream(LiveResult[Dream]):
    """A dream that is being made, in a thread; as a cell's last value it shows itself growing.

    Everything that a :class:`Dream` has waits here until it is finished: ``image``, ``array``,
    ``save``, ``recipe``. :meth:`stop`, the button, or interrupting a cell that waits ends the ascent
    at its next step, and what is there by then is the dream.
    """

    def _make(self, job: Job) -> tuple[Dream, str]:
        return make_dream(job, self._session, self._stop), self._stop.place

    @property
    def frame(self) -> Frame:
        """The finished frame."""
        return self.wait().frame

    @property
    def image(self) -> Image.Image:
        """The dream as a Pillow image."""
        return self.wait().image

    @property
    def array(self) -> np.ndarray:
        """The dream as float32 (height, width, 3) in 0..1."""
        return self.wait().array
