"""What there is to choose from: presets, components, networks, samples, outputs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from dreamgen import BadInput, Recipe, Session, list_samples, load_backbone
from dreamgen_studio.describe_recipe import describe_recipe
from dreamgen_studio.files.small import SOURCE_SIDE, encode_small
from dreamgen_studio.info import ComponentInfo, OutputInfo, PresetInfo
from dreamgen_studio.networks import find_cached
from dreamgen_studio.request import SAMPLE, NotFound

PICTURES = Path(__file__).parent / "presets"
KINDS = (
    "objectives",
    "regularisers",
    "parameterisations",
    "optimisers",
    "effects",
    "motions",
    "curves",
    "loaders",
    "outputs",
    "backbones",
)


class Catalogue:
    """What there is to choose from. What a plugin offers appears by being installed."""

    def __init__(self, session: Session):
        self._session = session
        self._registry = session.registry

    def warm(self) -> None:
        """Import all components, and torch with them, before anybody asks."""
        for kind in KINDS:
            self.components(kind)

    @cached_property
    def _presets(self) -> list[PresetInfo]:
        found = []
        for name in self._registry.preset_names():
            owner, _ = self._registry.find_preset(name)
            try:
                recipe = self._session.compose(None, name, (), moving=True)
            except BadInput:  # a plugin's: `dreamgen presets` says what is wrong with it
                continue
            still = self._session.compose(None, name)
            moving = _is_moving(self._session, name)
            found.append(PresetInfo(name, still.summary, recipe.input, moving, owner.name))
        return found

    def presets(self) -> list[PresetInfo]:
        """Return the presets that work, built-ins first."""
        return list(self._presets)

    def preset_picture(self, name: str) -> bytes | None:
        """Return a JPEG of what a preset makes, some 320 pixels wide; None if there is none.

        A plugin's preset has it beside it: presets/NAME.toml and presets/NAME.jpg.
        """
        if name not in {preset.name for preset in self._presets}:
            return None
        _, preset = self._registry.find_preset(name)
        places = preset.with_suffix(".jpg"), PICTURES / f"{name}.jpg"
        found = next(filter(Path.is_file, places), None)
        return None if found is None else found.read_bytes()

    def components(self, kind: str) -> list[ComponentInfo]:
        """Return the components of a kind: "objectives", "regularisers", "effects", "motions", ...

        Slow the first time, for it imports them: call it in a thread.
        """
        if kind not in KINDS:
            raise BadInput(f"there is no kind {kind[:40]!r}: there are {', '.join(KINDS)}")
        if kind not in self._components:
            self._components[kind] = list(self._describe(kind))
        return list(self._components[kind])

    @cached_property
    def _components(self) -> dict[str, list[ComponentInfo]]:
        return {}

    def _describe(self, kind: str) -> Iterator[ComponentInfo]:
        for plugin, entry in self._registry.entries(kind):
            name = self._registry.full_name(plugin, entry)
            try:
                component = self._registry.load(kind, name)
                schema = component.model_json_schema()
            except Exception:  # a plugin's; `dreamgen doctor` says what is wrong with it
                continue
            for parameter in schema.get("properties", {}).values():
                if str(parameter.get("default", "")).startswith("/"):  # no place on this machine
                    del parameter["default"]
            fields = component.model_fields.items()
            order = tuple(field for field, info in fields if not info.kw_only)
            yield ComponentInfo(name, kind, entry.summary, plugin.name, schema, order)

    def recipe_schema(self) -> dict[str, Any]:
        """Return a JSON Schema for each dotted key of a recipe: see :func:`describe_recipe`."""
        return describe_recipe()

    def backbones(self) -> list[ComponentInfo]:
        """Return the networks whose weights are on this machine, the bundled one first."""
        (bundled,) = (each for each in self.components("backbones") if each.name == "bestiary")
        return [bundled, *find_cached()]

    def samples(self) -> list[str]:
        """Return the samples, as ``sample:NAME``."""
        return [f"{SAMPLE}{name}" for name in list_samples()]

    def sample_picture(self, name: str) -> bytes:
        """Return a JPEG of a sample, at most 1280 pixels a side."""
        if name not in self.samples():
            raise NotFound(f"there is no sample {name[:40]!r}")
        if name not in self._sample_pictures:
            picture = self._session.read_picture(
                Recipe(input=name, size=SOURCE_SIDE, protect="none")
            )
            self._sample_pictures[name] = encode_small(picture.pixels, SOURCE_SIDE)
        return self._sample_pictures[name]

    @cached_property
    def _sample_pictures(self) -> dict[str, bytes]:
        return {}

    def outputs(self, moving: bool) -> list[OutputInfo]:
        """Return the outputs that write one file, for zooms or for stills."""
        infos = {info.name: info for info in self.components("outputs")}
        return [
            OutputInfo(name, tuple(filter(None, kind.suffixes)), moving, infos[name].summary)
            for name, kind in self._registry.classes("outputs")
            if kind.moving == moving and not kind.in_place and any(kind.suffixes)
        ]

    def song_curves(self) -> str | None:
        """Return the component that makes curves of a song: that of a plugin's option, as --music."""
        options = self._registry.options()
        return next((each.use for each in options if each.key == "curves" and each.use), None)

    def concepts(self) -> list[str]:
        """Return what the bundled network has names for."""
        return list(self._concepts)

    @cached_property
    def _concepts(self) -> tuple[str, ...]:
        return load_backbone("bestiary").classes


def _is_moving(session: Session, preset: str) -> bool:
    """Say whether a preset is for zooms: it sets something of them."""
    recipe = session.compose(None, preset, (), moving=True)
    return any(key.startswith("zoom.") and key != "zoom" for key in recipe.origins)
