"""Recipe: everything that determines one render, as validated data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
)

from dreamgen.errors import BadInput
from dreamgen.recipe.expressions import Call, Term, read_call, write
from dreamgen.recipe.fields import (
    CallField,
    CallsField,
    ColourField,
    DeviceField,
    MemoryField,
    SizeField,
    SumField,
)
from dreamgen.recipe.validation import sentence
from dreamgen.recipe.values import LayerAddress

_PLAIN = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Octaves(BaseModel):
    """The scales of the ascent, from small to full size."""

    model_config = _PLAIN

    count: int = Field(5, ge=1, le=20, description="how many scales")
    ratio: float = Field(1.4, gt=1, le=4, description="size of each scale over the one before")
    taper: float = Field(
        0.8, gt=0, le=1, description="share of an octave's steps that the next larger one takes"
    )


class Zoom(BaseModel):
    """How a picture becomes a zoom; a still picture leaves it aside."""

    model_config = _PLAIN

    mode: Literal["nested", "feedback"] = Field("nested", description="keyframes, or every frame")
    seconds: float = Field(4.0, gt=0, le=86_400, description="how long it lasts")
    fps: float = Field(30.0, gt=0, le=240, description="frames per second")
    motion: SumField = Field((Term(Call("zoom")),), description="as zoom(2) + rotate(ramp(0, 30))")
    loop: bool = Field(False, description="the picture contains itself: no end, and no join")
    factor: float = Field(1.6, ge=1.1, le=4, description="of zoom from one keyframe to the next")
    through: tuple[SumField, ...] = Field(
        (), description="objectives to arrive at, one after another"
    )
    steps: int | None = Field(
        None, ge=0, le=100_000, description="steps in a keyframe's first octave"
    )
    octaves: int = Field(
        3, ge=1, le=20, description="scales in a keyframe, the finest of the picture's"
    )
    ground: float = Field(0.15, ge=0, le=1, description="share of coloured noise under a keyframe")
    blend: float = Field(
        0.0, ge=0, le=1, description="in feedback, how much of the last frame stays"
    )
    draft: bool = Field(False, description="half as wide and high, without the finest octaves")


class Recipe(BaseModel):
    """What to dream and how. A preset is a recipe with holes; every key is a flag or a ``--set``."""

    model_config = _PLAIN

    summary: str = Field("", description="one line about a preset")
    input: str | None = Field(None, description="a file, - , noise, or sample:NAME")
    size: SizeField | None = Field(None, description="longest side, or WIDTHxHEIGHT, in pixels")
    backbone: str = Field(
        "bestiary", description="a plugin's network, a timm name, or a checkpoint"
    )
    weights: str | None = Field(
        None, description="a file, or random; the network's own if left out"
    )
    layer: LayerAddress | None = Field(None, description="layer for objectives that name none")
    objective: SumField | None = Field(None, description="what is maximised; the backbone's choice")
    regularisers: CallsField = Field(
        (Call("jitter"), Call("blur"), Call("chroma")), description="what keeps it good-looking"
    )
    parameterisation: CallField = Field(Call("pixels"), description="what is really optimised")
    optimiser: CallField = Field(Call("normalised"), description="how a gradient becomes a step")
    steps: int = Field(16, ge=0, le=100_000, description="steps in the smallest octave")
    octaves: Octaves = Octaves()
    strength: float = Field(1.0, ge=0, le=100, description="multiplies the length of each step")
    ground: float = Field(0.0, ge=0, le=1, description="share of coloured noise in the start")
    mask: str | None = Field(None, description="a picture: white where dreaming may happen")
    protect: str = Field(
        "text", description="what stays as it is: text, none, a part, a CSS selector"
    )
    colour: Literal["free", "keep", "hue"] = Field(
        "free", description="keep: the source's own colours; hue: their hues where it has any"
    )
    effects: CallsField = Field((), description="what happens to the finished dream, in order")
    paper: ColourField | None = Field(
        None, description="colour laid under transparent places at the end"
    )
    loader: dict[str, Any] = Field(default_factory=dict, description="parameters of the loader")
    seed: int = Field(0, ge=0, lt=2**63, description="same recipe, same machine: same pixels")
    device: DeviceField = Field("auto", description="where to run: auto, cpu, mps, cuda, cuda:1")
    precision: Literal["auto", "fp32", "bf16", "fp16"] = Field("auto", description="of the network")
    memory: MemoryField | None = Field(
        None, description="for the network, as 2GB; more is done in tiles. Half of all if left out"
    )
    zoom: Zoom = Zoom()
    output: dict[str, Any] = Field(default_factory=dict, description="output component: use, ...")

    _origins: dict[str, str] = PrivateAttr(default_factory=dict)

    @classmethod
    def compose(cls, layers: Sequence[tuple[str, Mapping[str, Any]]]) -> Recipe:
        """Return the recipe of several sources, later ones winning, each with a label for errors."""
        merged: dict[str, Any] = {}
        origins: dict[str, str] = {}
        for label, values in layers:
            _merge(merged, values, label, origins)
        try:
            recipe = cls(**merged)
        except ValidationError as problem:
            raise BadInput(sentence(problem, cls, origins)) from None
        recipe._origins.update(origins)
        return recipe

    def where(self, key: str) -> str:
        """Return a key with the file that set it, or the flag alone, for messages."""
        origin = self._origins.get(key)
        if origin is None:
            return key
        return origin if origin.startswith("--") else f"{origin}: {key}"

    @classmethod
    def from_toml(cls, text: str, label: str) -> Recipe:
        """Read a whole recipe, as a finished picture carries it."""
        values = read_toml(text, label)
        values.pop("made", None)
        return cls.compose([(label, values)])

    def to_toml(self, made: Mapping[str, Any] | None = None) -> str:
        """Return the recipe as TOML, with a table of what it was made by if given."""
        import tomli_w

        table = self.model_dump(exclude_none=True)
        if self.zoom == Zoom() and "frames" not in (made or {}):
            del table["zoom"]  # of no concern to a still picture
        table = {key: value for key, value in table.items() if value not in ("", {}, ())}
        if made:
            table["made"] = dict(made)
        return tomli_w.dumps(table)


def _merge(
    into: dict[str, Any],
    values: Mapping[str, Any],
    label: str,
    origins: dict[str, str],
    at: str = "",
) -> None:
    for key, value in values.items():
        path = f"{at}{key}"
        if key in _SINGLE_CALLS and not at and isinstance(value, Mapping) and "use" not in value:
            into[key] = _as_table(into.get(key, Recipe.model_fields[key].default), label, key)
        if isinstance(value, Mapping) and isinstance(into.get(key, {}), Mapping):
            into[key] = dict(into.get(key, {}))
            _merge(into[key], value, label, origins, path + ".")
        else:
            into[key] = value
        origins[path] = label


_SINGLE_CALLS = ("parameterisation", "optimiser")


def _as_table(value: Any, label: str, key: str) -> dict[str, Any]:
    """Return a component's table form, so that one of its parameters can be set by itself."""
    if isinstance(value, Mapping):
        return dict(value)
    call = read_call(value) if isinstance(value, str) else value
    if call.args:
        raise BadInput(f"{label}: {key} is {write(call)}, by place: write the whole of it again")
    return {"use": call.use, **call.params}


def read_toml(text: str, label: str) -> dict[str, Any]:
    """Return the table of a TOML text, or raise BadInput naming ``label`` and the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(f"{label} is not valid TOML: {problem}") from None


def read_setting(text: str) -> dict[str, Any]:
    """Return the nested table of ``--set octaves.count=6``; the value is TOML, or else plain text."""
    key, equals, value = text.partition("=")
    parts = [part.strip() for part in key.split(".")]
    if not equals or not all(re.fullmatch(r"[\w-]+", part) for part in parts):
        raise BadInput(f"--set {text}: must be KEY=VALUE, as in --set octaves.count=6")
    try:
        table: Any = tomllib.loads(f"value = {value.strip()}")["value"]
    except tomllib.TOMLDecodeError:
        table = value.strip()
    for part in reversed(parts):
        table = {part: table}
    return table
