"""Recipe: everything that determines one render, as validated data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic_core import CoreSchema

from dreamgen.recipe.call import Call
from dreamgen.recipe.changes import OWN_KEYS, name_keyframe, read_changes, read_keyframe
from dreamgen.recipe.fields import (
    BackboneField,
    CallField,
    CallsField,
    ColourField,
    DeviceField,
    FileField,
    MemoryField,
    PartialCallField,
    SizeField,
    SumField,
    TextField,
    TimeField,
)
from dreamgen.recipe.paper import USUAL_DPI, read_print_size
from dreamgen.recipe.table import Table
from dreamgen.recipe.tables import Film, Octaves, Zoom
from dreamgen.recipe.toml import escape_unprintable, read_toml
from dreamgen.recipe.values import LayerAddress


def _read_keyframes(values: Any) -> Any:
    if isinstance(values, Mapping):
        raise ValueError("must be a list: in a file each keyframe begins with [[at]]")
    if not isinstance(values, Sequence) or isinstance(values, str):
        return values
    return [read_keyframe(value, index, Keyframe) for index, value in enumerate(values)]


class Recipe(Table):
    """What to dream and how. A preset is a recipe with holes; every key is a flag or a ``--set``."""

    changes = (
        "layer",
        "objective",
        "regularisers",
        "parameterisation",
        "optimiser",
        "steps",
        "octaves",
        "step_size",
        "views",
        "initial_noise",
        "colour",
        "effects",
        "background",
        "zoom",
        "film",
    )

    summary: str = Field("", description="one line about a preset")
    input: str | None = Field(None, description="a file, - , noise, or sample:NAME")
    dpi: int | None = Field(
        None,
        ge=10,
        le=4800,
        description="dots an inch: of sizes as A3, 300 if left out, and in PNG, JPEG and TIFF",
    )
    size: SizeField | None = Field(
        None,
        description="longest side, or WIDTHxHEIGHT, in pixels; or as A3, A3-landscape, 42x60cm",
    )
    backbone: BackboneField = Field(
        "bestiary",
        description="the network: a name, timm(resnet50), torchvision(googlenet), a file",
    )
    weights: FileField | None = Field(
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
    step_size: float = Field(
        1.0, ge=0, le=100, description="multiplies the optimiser's own step size"
    )
    views: int = Field(
        1, ge=1, le=1000, description="random views whose gradients are averaged in each step"
    )
    wrap: Literal["none", "x", "y", "xy", "sphere"] = Field(
        "none", description="borders that join without a seam; sphere: a 360-degree panorama"
    )
    initial_noise: float = Field(
        0.0, ge=0, le=1, description="share of coloured noise in the picture before the ascent"
    )
    noise_contrast: float = Field(
        0.09, ge=0, le=0.5, description="standard deviation of the noise that input = noise gives"
    )
    mask: FileField | None = Field(None, description="a picture: white where dreaming may happen")
    protect: TextField = Field(
        "text", description="what stays as it is: text, none, a part, a CSS selector"
    )
    colour: Literal["free", "keep", "hue"] = Field(
        "free", description="keep: the source's own colours; hue: their hues where it has any"
    )
    effects: CallsField = Field((), description="what happens to the finished dream, in order")
    alpha: Literal["source", "gradient"] = Field(
        "source", description="what is transparent: as the source, or also where little was dreamed"
    )
    background: ColourField | None = Field(
        None, description="colour laid under transparent places of the result"
    )
    loader: PartialCallField = Field(
        Call(""), description='parameters of the loader, as {where = "marks"}, or table(chart=...)'
    )
    curves: CallsField = Field(
        (), description="numbers over time that formulas follow, as csv(prices.csv, close)"
    )
    seed: int = Field(0, ge=0, lt=2**63, description="same recipe, same machine: same pixels")
    device: DeviceField = Field(
        "auto", description="where to run: auto, cpu, mps, cuda, cuda:1, cuda:all"
    )
    precision: Literal["auto", "fp32", "bf16", "fp16"] = Field("auto", description="of the network")
    memory: MemoryField | None = Field(
        None, description="for the network, as 2GB; more is done in tiles. Half of all if left out"
    )
    at: Annotated[tuple[Keyframe, ...], BeforeValidator(_read_keyframes)] = Field(
        (), description="what changes at which time"
    )
    zoom: Zoom | None = Field(None, description="how the picture becomes a zoom; none: a still")
    film: Film | None = Field(None, description="how a film is dreamed, frame after frame")
    output: PartialCallField = Field(
        Call(""), description="parameters of the output, as {quality = 85}, or gif(palette=global)"
    )

    @model_validator(mode="before")
    @classmethod
    def _note_dpi(cls, values: Any) -> Any:
        """A size in millimetres becomes pixels: how large they are is noted beside it."""
        size = values.get("size") if isinstance(values, Mapping) else None
        is_print = isinstance(size, str) and read_print_size(size, USUAL_DPI) is not None
        return {"dpi": USUAL_DPI, **values} if is_print else values

    @property
    def is_moving(self) -> bool:
        """Whether many frames are made, as of a zoom or a film."""
        return self.zoom is not None or self.film is not None

    @property
    def is_endless(self) -> bool:
        """Whether it is a zoom without an end."""
        return self.zoom is not None and self.zoom.endless

    _origins: dict[str, str] = PrivateAttr(default_factory=dict)

    def where(self, key: str) -> str:
        """Return a key with the file that set it, or the flag alone, for messages."""
        origin = self._origins.get(key)
        if origin is None:
            return key
        return origin if origin.startswith("--") else f"{origin}: {key}"

    def where_keyframe(self, index: int) -> str:
        """Return what messages call a keyframe: its file, if one set it, its number and its time."""
        origin = self._origins.get("at")
        return f"{f'{origin}: ' if origin else ''}{name_keyframe(index, self.at[index].time)}"

    @property
    def origins(self) -> dict[str, str]:
        """Which file or flag set a key, by key: what :meth:`where` says."""
        return dict(self._origins)

    @classmethod
    def from_toml(cls, text: str, origins: Mapping[str, str]) -> Recipe:
        """Return the recipe that :meth:`to_toml` wrote, without ``made``, and its origins."""
        recipe = cls(**read_toml(text, "recipe"))
        recipe._origins.update(origins)
        return recipe

    def to_toml(self, made: Mapping[str, Any] | None = None) -> str:
        """Return the recipe as TOML, with a table of what it was made by if given."""
        import tomli_w

        table = self.model_dump(exclude_none=True)
        table = {key: value for key, value in table.items() if value not in ("", {}, ())}
        if made:
            table["made"] = dict(made)
        return escape_unprintable(tomli_w.dumps(table))


Ease = Literal["smooth", "linear", "hold"]


class Keyframe(Table):
    """What a recipe becomes at a time. Numbers go there from what they were before."""

    time: TimeField = Field(le=360_000, description="when, as 0:10 or in seconds")
    ease: Ease = Field("smooth", description="how it gets there from the keyframe before")
    # A recipe with holes: those of its keys that were given, which are written beside the time.
    to: Annotated[Recipe, WithJsonSchema({"type": "object"})] = Field(
        description="a key that changes, as in a recipe"
    )

    @model_validator(mode="before")
    @classmethod
    def _gather_changes(cls, values: Any) -> Any:
        if not isinstance(values, Mapping) or isinstance(values.get("to"), Recipe):
            return values
        own = {key: value for key, value in values.items() if key in OWN_KEYS}
        changes = {key: value for key, value in values.items() if key not in own}
        return {**own, "to": read_changes(changes, Recipe)}

    @model_serializer(mode="wrap")
    def _write_changes(self, handler: SerializerFunctionWrapHandler):  # type: ignore[no-untyped-def]
        changes = self.to.model_dump(exclude_unset=True)
        return {"time": self.time, "ease": self.ease, **changes}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe keyframes as they are written."""
        described = super().__get_pydantic_json_schema__(schema, handler)
        change = described["properties"].pop("to")["description"]
        described |= {"required": ["time"], "additionalProperties": {"description": change}}
        return described


Recipe.model_rebuild()
