"""Short ways to load a file made in a test."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

import dreamgen.loaders.raster.decode_worker as decode_worker
import dreamgen.loaders.raster.isolated as isolated
from dreamgen.imaging.picture import Picture
from dreamgen.loaders.base import Loader, Source
from dreamgen.loaders.raster.loader import Raster
from dreamgen.loaders.svg.loader import Svg
from dreamgen.recipe.values import Size

Load = Callable[..., Picture]


def _loading(kind: type[Loader], name: str) -> Load:
    def load(data: bytes | str, size: Size | None = None, **parameters: object) -> Picture:
        data = data.encode() if isinstance(data, str) else data
        source, loader = Source(data, name), kind(**parameters)
        assert not data or loader.accepts(source)
        return loader.load(source, size)

    return load


@pytest.fixture
def load_raster(monkeypatch: pytest.MonkeyPatch) -> Load:
    """Load as the program does, but decode in this process: to start another takes 0.2 s."""

    def run_here(worker: object, request: bytes, *rest: object) -> bytes:
        return decode_worker.answer(request)

    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)  # the worker changes it
    monkeypatch.setattr(isolated, "run_isolated", run_here)
    return _loading(Raster, "photo.png")


@pytest.fixture
def load_svg() -> Load:
    return _loading(Svg, "plot.svg")


@pytest.fixture
def encoded() -> Callable[..., bytes]:
    def encode(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
        file = io.BytesIO()
        image.save(file, kind, **options)
        return file.getvalue()

    return encode
