"""The widget that shows a dream while it grows: its picture, how far it is, and a stop button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from dreamgen.notebook.progress import Look

if TYPE_CHECKING:
    from dreamgen.render.results.dreams import Dream, Film

_STATIC = Path(__file__).parent / "static"


def join_module(render: str, *files: str) -> str:
    """Return files of JavaScript as one ES module, which offers a function of theirs as render."""
    texts = [read_static(name) for name in files]
    return "\n".join([*texts, f"export default {{ render: {render} }};"])


def read_static(name: str) -> str:
    """Return a file of what the page is sent."""
    return (_STATIC / name).read_text(encoding="utf-8")


class DreamView(anywidget.AnyWidget):
    """What the page knows of one dream. ``on_stop`` is called when its button is pressed."""

    _esm = join_module("renderDream", "dream.js")
    _css = read_static("dream.css")

    state = traitlets.Unicode("waiting").tag(sync=True)
    """idle, waiting, preparing, running, stopping, done or failed."""
    share = traitlets.Float(0.0).tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)
    seconds_left = traitlets.Float(None, allow_none=True).tag(sync=True)
    picture = traitlets.Bytes(b"").tag(sync=True)
    kind = traitlets.Unicode("image/jpeg").tag(sync=True)
    width = traitlets.Int(0).tag(sync=True)
    height = traitlets.Int(0).tag(sync=True)
    recipe = traitlets.Unicode("").tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)

    def __init__(self, on_stop: Callable[[], None] | None = None, **traits: Any):
        super().__init__(**traits)
        self.on_stop = on_stop
        self.on_msg(self._hear)

    def _hear(self, _: Any, message: Any, buffers: list[Any]) -> None:
        if isinstance(message, dict):
            self.answer(message, [bytes(buffer) for buffer in buffers])

    def answer(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        """Do what the page asks for."""
        if message.get("ask") == "stop" and self.on_stop is not None:
            self.on_stop()

    def prepare(self) -> None:
        """Show that it is a dream's turn, and what it needs is loaded."""
        if self.state == "waiting":  # it may be asked to stop already
            self.state = "preparing"

    def begin(self, size: tuple[int, int]) -> None:
        """Show that a dream of this width and height begins."""
        state = "stopping" if self.state == "stopping" else "running"
        self._set(state=state, width=size[0], height=size[1], share=0.0, words="", problem="")

    def show(self, look: Look) -> None:
        """Show how far the dream is."""
        self._set(
            share=look.share,
            words=look.words,
            seconds_left=look.seconds_left,
            picture=look.jpeg,
            kind="image/jpeg",
        )

    def say(self, words: str) -> None:
        """Say what is done now that all is dreamed."""
        self._set(share=1.0, words=words, seconds_left=None)

    def finish(self, made: Dream | Film, words: str) -> None:
        """Show what is finished, and in ``words`` how it came about."""
        width, height = made._size()
        finished = {"picture": made._as_webp(), "kind": "image/webp", "recipe": made._embedded()}
        self._set(state="done", share=1.0, words=words, width=width, height=height, **finished)

    def fail(self, problem: str) -> None:
        """Show why there is no dream."""
        self._set(state="failed", problem=problem)

    def _set(self, **traits: Any) -> None:
        with self.hold_sync():  # one message, so that what belongs together is shown together
            for name, value in traits.items():
                setattr(self, name, value)
