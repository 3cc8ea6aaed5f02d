"""What measures the optical flow of a film: OpenCV's search, or a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dreamgen.recipe.schema import Film
from dreamgen.render.permissions import Permissions

if TYPE_CHECKING:
    from dreamgen.engine.film.flow import FlowEstimator


def load_flow(film: Film, device: str, permissions: Permissions) -> FlowEstimator:
    """Return what a film's recipe names, on a device as the recipe says it.

    Raise BadInput for what is not installed, or may not be downloaded; DreamError for weights that
    cannot be had now.
    """
    if film.flow == "dis":
        from dreamgen.engine.film.dis import DenseInverseSearch

        return DenseInverseSearch()
    from dreamgen.engine.film.raft import NAME, Raft
    from dreamgen.engine.precision import choose_device

    with permissions.guard_download(NAME):
        return Raft.load(choose_device(device))
