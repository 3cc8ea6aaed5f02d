"""How an input of each kind is tried: the way that the command line would take it."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import torch
from components import registry
from make_expression import CALLS, SET, SUMS

from dreamgen.cli.main import app
from dreamgen.errors import BadInput, DreamError
from dreamgen.recipe.composing import compose
from dreamgen.recipe.presets import read_preset
from dreamgen.recipe.schema import Recipe, Zoom
from dreamgen.recipe.toml import read_setting, read_toml
from dreamgen.recipe.values import Size
from dreamgen.render.find_backbone import find_backbone
from dreamgen.render.inputs.loading import load_picture, read_input
from dreamgen.render.permissions import FOREIGN
from dreamgen.render.plan import make_plan
from dreamgen.render.session import Session

SMALL = Size(64)
_SMALL_ZOOM = {"seconds": 0.1, "fps": 20, "steps": 1, "octaves": 1}
_SMALL_STILL = {"input": "noise", "size": 48, "steps": 1, "octaves": {"count": 1}}
_RENDERED = ("objective", "zoom.motion", "regularisers", "effects", "optimiser", "parameterisation")
_LARGEST_PREPARED = 128  # pixels: a preset may ask for much, and be given it


@cache
def session() -> Session:
    """Return a session that may read and fetch nothing beside the input, networks staying loaded."""
    return Session(registry(), FOREIGN)


def read_a_picture(path: Path) -> None:
    """Load a picture or a drawing, with everything looked for in it that can be."""
    loader = {"where": "panel?"}
    recipe = Recipe(size=SMALL, protect="text, legend", loader=loader)
    picture = load_picture(read_input(path.name), recipe, registry(), FOREIGN)
    channels, height, width = picture.pixels.shape
    assert channels == 3
    assert max(height, width) == SMALL.width
    assert torch.isfinite(picture.pixels).all()
    assert picture.pixels.min() >= 0
    assert picture.pixels.max() <= 1


def take_a_preset(path: Path) -> None:
    """Read a preset, make its recipe's names components, and write and read the recipe again."""
    recipe = compose(read_preset(path.name, registry().presets))
    with _named(path, recipe):
        plan = make_plan(recipe, registry())
        _check_round_trip(recipe)
        if _is_small(recipe):
            session().prepare(plan)


def take_an_expression(path: Path) -> None:
    """Take what is typed for one key, and dream one step of what it stands for."""
    key, _, text = path.read_bytes().decode().partition("\n")
    base: list[tuple[str, Any]] = [("base", _SMALL_STILL)]
    if key.startswith("zoom"):
        base.append(("base", {"zoom": _SMALL_ZOOM}))
    with _named(path, text):
        values = read_setting(text) if key == SET else _nest(key, text)
        recipe = compose([*base, (path.name, values)])
        plan = make_plan(recipe, registry())
        _check_round_trip(recipe)
        if key in ("loader.where", "protect"):
            recipe = recipe.model_copy(update={"input": "sample:bars"})
            session().prepare(make_plan(recipe, registry()))
        elif key in _RENDERED:
            for frame in session().frames(session().prepare(plan)):
                assert torch.isfinite(frame.pixels).all()


def rerun_a_picture(path: Path) -> None:
    """Print the recipe in a file, and do with it what ``rerun`` does, up to the first step."""
    stop = mock.Mock(side_effect=_Finished)
    with (
        _threads_restored(),  # the command sets them for a process of its own
        mock.patch.object(Session, "frames", stop),
        mock.patch.object(Session, "stills", stop),
        contextlib.suppress(_Finished),
        _named(path, None),
    ):
        app(["rerun", path.name, "-q", "--no-plugins"], standalone_mode=False)


def load_a_network(path: Path) -> None:
    """Load a file as a backbone that describes itself, or as the weights of a known one."""
    header = path.read_bytes()[:9]
    if header[8:] == b"{":
        find_backbone(f'file("{path.name}")', registry()).load(None)
    find_backbone("timm(test_resnet)", registry()).load(path.name)


@contextlib.contextmanager
def _threads_restored() -> Iterator[None]:
    threads = torch.get_num_threads()
    try:
        yield
    finally:
        torch.set_num_threads(threads)


class _Finished(DreamError):
    """Raised in place of the first step."""


@contextlib.contextmanager
def _named(path: Path, tried: object) -> Iterator[None]:
    """Name the input in refusals that come after it was read: keys are named in them, not files."""
    try:
        yield
    except _Finished:
        raise
    except DreamError as refusal:
        raise type(refusal)(f"{path.name}: {refusal}") from refusal


def _nest(key: str, value: Any) -> dict[str, Any]:
    for part in reversed(key.split(".")):
        value = {part: value}
    return value


def _check_round_trip(recipe: Recipe) -> None:
    """Fail unless the recipe's text gives the same recipe."""
    text = recipe.to_toml()
    again = compose([("again", read_toml(text, "again"))])
    assert again.to_toml() == text


def _is_small(recipe: Recipe) -> bool:
    size = recipe.size
    return (
        (recipe.input == "noise" or (recipe.input or "").startswith("sample:"))
        and size is not None
        and max(size.width, size.height or 0) <= _LARGEST_PREPARED
        and recipe.backbone == "bestiary"
    )


def warm_up() -> None:
    """Import and load what an input would, so that only what inputs themselves do is watched."""
    recipe = Recipe(size=SMALL, loader={"where": "panel?"})
    for sample in ("sample:bars", "sample:cat"):
        load_picture(read_input(sample), recipe, registry(), FOREIGN)
    for kind in (*SUMS.values(), *CALLS.values()):
        for name in registry().names(kind):
            registry().load(kind, name)
    still = Recipe(**_SMALL_STILL)
    list(session().render(still))
    list(session().render(still.model_copy(update={"zoom": Zoom(**_SMALL_ZOOM)})))
    find_backbone("timm(test_resnet)", registry()).load("random")
    with contextlib.suppress(BadInput):
        app(["rerun", "no such file", "--no-plugins", "-q"], standalone_mode=False)
    gc.freeze()  # PyAV collects on each close: it need not walk all that is loaded
