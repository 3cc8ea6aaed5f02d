"""A listener of renders that shows them in ComfyUI, and stops them when the user does."""

from __future__ import annotations

import time
from typing import Any

from comfy import model_management
from comfy.cli_args import args
from comfy.utils import ProgressBar

from .pixels import to_preview

_TICKS = 1000  # of the bar, for one render
_PAUSE = 0.25  # seconds between previews


class Progress:
    """The bar and the preview of a node that makes several renders one after another.

    Called with every event of the engine. Raises ComfyUI's own exception once the user has stopped
    the run.
    """

    def __init__(self, renders: int):
        self._bar = ProgressBar(_TICKS * renders)
        self._render = 0
        self._share = 0.0
        self._shown = 0.0
        self._dreams = 1
        self._made = 0

    def begin(self, render: int, dreams: int = 1) -> None:
        """Say that a render begins, by its number from 0, and of how many dreams it consists."""
        self._render, self._dreams, self._made, self._share = render, dreams, 0, 0.0
        self._show(0.0)

    def __call__(self, event: Any) -> None:
        model_management.throw_exception_if_processing_interrupted()
        kind = getattr(event, "kind", None)
        if kind is None:
            self._show((self._made + event.done) / self._dreams, event.pixels)
        elif event.count == self._dreams:  # the others are frames between the dreams
            self._made = max(self._made, event.number)
            self._show(self._made / self._dreams)

    def _show(self, share: float, pixels: Any = None) -> None:
        self._share = max(self._share, min(1.0, share))
        value = round(_TICKS * (self._render + self._share))
        self._bar.update_absolute(value, preview=self._make_preview(pixels))

    def _make_preview(self, pixels: Any) -> tuple[str, Any, int] | None:
        now = time.monotonic()
        if pixels is None or now - self._shown < _PAUSE:
            return None
        self._shown = now
        return "JPEG", to_preview(pixels[0]), args.preview_size
