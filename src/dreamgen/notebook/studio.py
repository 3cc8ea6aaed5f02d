"""A small studio in a notebook: a source, a preset, a few controls, and the dream as it grows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

import traitlets

from dreamgen.errors import BadInput, DreamError
from dreamgen.notebook.controls import describe_controls, read_values, write_values
from dreamgen.notebook.live_dream import LiveDream
from dreamgen.notebook.uploads import Uploads
from dreamgen.notebook.view import DreamView, join_module, read_static
from dreamgen.recipe.composing import compose
from dreamgen.recipe.presets import read_preset
from dreamgen.render.inputs.loading import NOISE, SAMPLE, list_samples
from dreamgen.render.inputs.moved_files import MovedFiles
from dreamgen.render.session import Session

if TYPE_CHECKING:
    from dreamgen.render.results.dreams import Dream

Begin = Callable[..., LiveDream]
"""From a view, a source, a preset and keywords to the dream that begins."""
OBJECT = "(given in Python)"
"""What the page calls a source that has no name."""
THUMBNAIL = 160  # pixels


class StudioWidget(DreamView):
    """A studio in a notebook: ``studio.dream`` is the dream that is shown, ``studio.kept`` a list.

    ``source``, ``preset`` and ``values``, the texts of the controls by key, may be set in Python too.
    """

    _esm = join_module("renderStudio", "dream.js", "studio.js")
    _css = read_static("dream.css") + read_static("studio.css")

    source = traitlets.Unicode("").tag(sync=True)
    preset = traitlets.Unicode("").tag(sync=True)
    values = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    sources = traitlets.List(traitlets.Unicode()).tag(sync=True)
    presets = traitlets.List(traitlets.Dict()).tag(sync=True)
    controls = traitlets.List(traitlets.Dict()).tag(sync=True)
    usual = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    """What the preset gives where a control is left empty."""
    thumbnails = traitlets.List(traitlets.Bytes()).tag(sync=True)

    def __init__(
        self,
        begin: Begin,
        session: Session,
        source: Any = None,
        preset: str | None = None,
        controls: Sequence[str] = (),
    ):
        self._begin = begin
        self._own_session = session
        self._object = None if source is None or isinstance(source, str) else source
        self._uploads = Uploads()
        self._last: LiveDream | None = None
        self._shown: Dream | None = None
        self.kept: list[Dream] = []
        names = [f"{SAMPLE}{name}" for name in list_samples()]
        super().__init__(
            state="idle",
            source=OBJECT if self._object is not None else source or names[0],
            preset=preset or "",
            sources=[*([OBJECT] if self._object is not None else []), *names, NOISE],
            presets=list(_list_presets(session)),
            controls=describe_controls(controls, session.registry),
        )
        self.observe(lambda _: self._say_usual(), ["source", "preset"])
        self._say_usual()

    @property
    def dream(self) -> Dream:
        """The dream that is shown; one that is being made is waited for. BadInput if there is none."""
        if self._shown is not None:
            return self._shown
        if self._last is None:
            raise BadInput("nothing is dreamed yet: press Dream in the studio")
        return self._last.wait()

    def answer(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        """Do what the page asks for; a mistake is shown beside its controls."""
        actions: dict[Any, Callable[[], None]] = {
            "dream": self.begin_dream,
            "keep": self.keep,
            "show": lambda: self._show_kept(int(message["number"])),
            "upload": lambda: self._take(message, buffers[0]),
        }
        try:
            actions.get(message.get("ask"), lambda: super(StudioWidget, self).answer(message, []))()
        except DreamError as problem:
            self.fail(str(problem))

    def begin_dream(self) -> None:
        """Dream what the controls say, unless a dream is being made."""
        if self._last is not None and not self._last.done:
            return
        given = self._object if self.source == OBJECT else self.source
        self._set(state="waiting", recipe="", problem="")
        self._last = self._begin(self, given, self.preset or None, **read_values(self.values))
        self._shown = None

    def keep(self) -> None:
        """Put the dream that is shown among those that are kept."""
        dream = self.dream
        if not any(dream is other for other in self.kept):
            self.kept.append(dream)
            self.thumbnails = [*self.thumbnails, _shrink(dream)]

    def _show_kept(self, number: int) -> None:
        if self._last is None or self._last.done:
            self._shown = self.kept[number]
            self.finish(self._shown, f"kept, number {number + 1}")

    def _take(self, message: dict[str, Any], piece: bytes) -> None:
        name = self._uploads.add(str(message["name"]), piece, bool(message["first"]))
        if message["last"]:
            # So its recipe has the name that the file had where it came from.
            self._own_session.files = MovedFiles(self._uploads.paths)
            self.sources = list(dict.fromkeys([name, *self.sources]))
            self.source = name

    def _say_usual(self) -> None:
        keys = [control["key"] for control in self.controls]
        source = NOISE if self.source == OBJECT else self.source
        try:
            recipe = self._own_session.compose(source, self.preset or None)
        except DreamError as problem:
            self.fail(str(problem))
            return
        self.usual = write_values(recipe, keys)


def _list_presets(session: Session) -> Any:
    yield {"name": "", "summary": "the network's own choice"}
    for name in session.registry.preset_names():
        try:
            recipe = compose(read_preset(name, session.registry.presets))
        except BadInput:  # a plugin's: the others are good
            continue
        yield {"name": name, "summary": recipe.summary}


def _shrink(dream: Dream) -> bytes:
    image = dream.image.convert("RGB")
    image.thumbnail((THUMBNAIL, THUMBNAIL))
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=85)
    return buffer.getvalue()
