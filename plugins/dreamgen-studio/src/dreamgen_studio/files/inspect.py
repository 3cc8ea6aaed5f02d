"""What an uploaded file is: its kind, its size in pixels, its recipe, a small picture of it."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dreamgen import (
    BadInput,
    MovedFiles,
    Permissions,
    Recipe,
    Session,
    Source,
    open_film,
    read_sound,
)
from dreamgen_studio.files.small import SOURCE_SIDE, encode_image, encode_small
from dreamgen_studio.files.upload import Kind
from dreamgen_studio.settings import Settings

KINDS: dict[str, Kind] = {"svg": "drawing", "vega": "chart", "pdf": "chart", "table": "table"}
"""What the files of a loader are, by its name; those of others are pictures."""
WEIGHTS = ".safetensors"
LONGEST_HEADER = 100 << 20
COARSE = 8_000
"""Samples a second that are enough to know that there is sound."""


@dataclass(frozen=True)
class Found:
    """What is known of a file, and a JPEG of it."""

    kind: Kind
    width: int = 0
    height: int = 0
    recipe: str | None = None
    thumbnail: bytes = b""
    seconds: float = 0.0
    rate: float = 0.0

    def facts(self) -> dict[str, Any]:
        """Return what an upload tells of it."""
        return {name: value for name, value in vars(self).items() if name != "thumbnail"}


class Inspector:
    """Looks at files as dreams would read them: by the same loaders, without running any code."""

    def __init__(self, session: Session, settings: Settings):
        self._session = session
        self._settings = settings

    def inspect(self, path: Path, name: str) -> Found:
        """Return what a file is; BadInput, with its own name, if nothing can be done with it."""
        if path.suffix.lower() == WEIGHTS:
            _check_weights(path, name)
            return Found("weights")
        found = self._see(path, name)
        recipe = self._read_recipe(path)
        return found if recipe is None else replace(found, kind="dream", recipe=recipe)

    def _see(self, path: Path, name: str) -> Found:
        source = Source(path.read_bytes(), name)
        loader, natural = self._measure(source)
        if natural is not None:
            self._check_size(natural, name)
        if loader in ("", "raster") and (film := self._see_film(path, name)) is not None:
            return film
        if not loader and _is_song(path, name):
            return Found("song")
        small = self._draw(path, name)
        height, width = small.shape[1:]
        kind = KINDS.get(loader, "picture")
        width, height = natural or (width, height)
        return Found(kind, width, height, None, encode_small(small, SOURCE_SIDE))

    def _see_film(self, path: Path, name: str) -> Found | None:
        """Return what a video or an animation is; None for what is neither."""
        try:
            reel = open_film(path)
            first = next(reel.play()).image
        except (BadInput, OSError, StopIteration):
            return None  # loaders say what is wrong with it
        self._check_size(reel.size, name)
        width, height = reel.size
        thumbnail = encode_image(first, SOURCE_SIDE)
        return Found("video", width, height, None, thumbnail, reel.seconds, reel.rate)

    def _check_size(self, size: tuple[int, int], name: str) -> None:
        width, height = size
        most = self._settings.most_pixels
        if width * height > most:
            raise BadInput(
                f"{name} is {width}x{height}: at most {most // 1_000_000} megapixels are taken here"
            )

    def _measure(self, source: Source) -> tuple[str, tuple[int, int] | None]:
        for name, loader in self._session.registry.defaults("loaders"):
            if loader.accepts(source) and not loader.runs_code:
                return name.rpartition("/")[2], loader.measure(source, None)
        return "", None  # reading it says why

    def _draw(self, path: Path, name: str) -> Any:
        files = MovedFiles({name: path})
        nothing = Permissions(read_files=False, download=False, lift_limits=False)
        session = Session(self._session.registry, nothing, files=files)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a dream made of it says what is passed over
            try:
                recipe = Recipe(
                    input=name, size=SOURCE_SIDE, protect="none"
                )  # no words are looked for
                return session.read_picture(recipe).pixels
            except BadInput as problem:
                raise BadInput(files.restore_text(str(problem))) from None

    def _read_recipe(self, path: Path) -> str | None:
        for _, output in self._session.registry.classes("outputs"):
            try:
                recipe = output.read_recipe(path)
            except Exception:  # whatever a damaged file, or a plugin, does
                continue
            if recipe is not None:
                return str(recipe)
        return None


def _is_song(path: Path, name: str) -> bool:
    """Say whether a file holds sound that can be decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # who listens to it says where it is cut short
            return len(read_sound(path.read_bytes(), name, COARSE)) > 0
    except BadInput:
        return False


def _check_weights(path: Path, name: str) -> None:
    """Raise BadInput unless a file begins as safetensors do: nothing of it is run or unpickled."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        try:
            if length > LONGEST_HEADER or not isinstance(json.loads(file.read(length)), dict):
                raise ValueError
        except (ValueError, RecursionError):
            raise BadInput(f"{name} is no safetensors file") from None
