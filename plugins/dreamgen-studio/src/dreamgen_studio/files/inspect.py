"""What an uploaded file is: its kind, its size in pixels, its recipe, a small picture of it."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dreamgen import BadInput, MovedFiles, Permissions, Recipe, Session, Source
from dreamgen_studio.files.small import SOURCE_SIDE, encode_small
from dreamgen_studio.files.upload import Kind
from dreamgen_studio.settings import Settings

KINDS: dict[str, Kind] = {"svg": "drawing", "vega": "chart", "pdf": "chart", "table": "table"}
"""What the files of a loader are, by its name; those of others are pictures."""
WEIGHTS = ".safetensors"
LONGEST_HEADER = 100 << 20


@dataclass(frozen=True)
class Found:
    """What is known of a file, and a JPEG of it."""

    kind: Kind
    width: int = 0
    height: int = 0
    recipe: str | None = None
    thumbnail: bytes = b""

    def facts(self) -> dict[str, Any]:
        """Return what an upload tells of it."""
        facts = {"kind": self.kind, "width": self.width, "height": self.height}
        return {**facts, "recipe": self.recipe}


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
        recipe = self._read_recipe(path)
        try:
            kind, natural, small = self._see(path, name)
        except BadInput:
            if recipe is None:
                raise
            return Found("dream", recipe=recipe)  # a film: its recipe can be had all the same
        return Found(kind if recipe is None else "dream", *natural, recipe, small)

    def _see(self, path: Path, name: str) -> tuple[Kind, tuple[int, int], bytes]:
        source = Source(path.read_bytes(), name)
        loader, natural = self._measure(source)
        if natural is not None and natural[0] * natural[1] > self._settings.most_pixels:
            width, height = natural
            most = self._settings.most_pixels // 1_000_000
            raise BadInput(f"{name} is {width}x{height}: at most {most} megapixels are taken here")
        small = self._draw(path, name)
        height, width = small.shape[1:]
        return (
            KINDS.get(loader, "picture"),
            natural or (width, height),
            encode_small(small, SOURCE_SIDE),
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
                return session.read_picture(Recipe(input=name, size=SOURCE_SIDE)).pixels
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


def _check_weights(path: Path, name: str) -> None:
    """Raise BadInput unless a file begins as safetensors do: nothing of it is run or unpickled."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        try:
            if length > LONGEST_HEADER or not isinstance(json.loads(file.read(length)), dict):
                raise ValueError
        except (ValueError, RecursionError):
            raise BadInput(f"{name} is no safetensors file") from None
