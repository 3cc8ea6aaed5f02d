"""The layers of networks, for menus."""

from __future__ import annotations

from collections.abc import Callable

from dreamgen_studio.info import LayerInfo
from dreamgen_studio.jobs.board import Board
from dreamgen_studio.jobs.queue import Order
from dreamgen_studio.looking import order_layers
from dreamgen_studio.ordering import Ordering
from dreamgen_studio.request import FieldProblem


class Layers:
    """The layers of networks, asked of the process that makes dreams, once for each."""

    def __init__(self, ordering: Ordering, board: Board, put: Callable[[Order], str]):
        self._ordering = ordering
        self._board = board
        self._put = put
        self._jobs: dict[str, str] = {}
        self._known: dict[str, list[LayerInfo]] = {}

    def of(self, visitor: str, backbone: str) -> list[LayerInfo] | None:
        """Return the layers of a network; None while they are asked for. FieldProblem without any."""
        if backbone in self._known:
            return self._known[backbone]
        if backbone not in self._jobs:
            self._jobs[backbone] = self._put(order_layers(self._ordering, visitor, backbone))
        state = self._board.state(self._jobs[backbone])
        if not state.has_ended:
            return None
        job = self._jobs.pop(backbone)
        if state.state != "done":
            raise FieldProblem(state.problem or f"nobody looked at {backbone}", "backbone")
        self._known[backbone] = [LayerInfo(*each) for each in self._board.answer(job)["layers"]]
        return self._known[backbone]
