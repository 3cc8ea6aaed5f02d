"""What there is to choose from, and what a choice amounts to."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import Route

from dreamgen_studio.catalogue import KINDS
from dreamgen_studio.request import Request
from dreamgen_studio.web.form import flatten, list_rows
from dreamgen_studio.web.routes.answers import Asked, get, image, post

if TYPE_CHECKING:
    from dreamgen_studio.info import OutputInfo
    from dreamgen_studio.studio import Studio


def choice_routes(studio: Studio, first: str | None) -> list[Route]:
    """Return the routes of the catalogue, its pictures, and descriptions of requests."""
    catalogue = studio.catalogue

    def show(_: Asked) -> dict[str, Any]:
        moving = _show_outputs(catalogue.outputs(moving=True))
        return {
            "first": first,
            "presets": [
                {**asdict(preset), "picture": f"/api/presets/{quote(preset.name, safe='')}"}
                for preset in catalogue.presets()
            ],
            "samples": catalogue.samples(),
            "components": [
                {**asdict(component), "kind": kind.removesuffix("s")}
                for kind in KINDS
                for component in catalogue.components(kind)
            ],
            "recipe": list_rows(catalogue.recipe_schema()),
            "backbones": [backbone.name for backbone in catalogue.backbones()],
            "concepts": catalogue.concepts(),
            "song_curves": catalogue.song_curves(),
            "outputs": {
                "still": _show_outputs(catalogue.outputs(moving=False)),
                "zoom": moving,
                "film": moving,
            },
        }

    def show_preset(asked: Asked) -> Response:
        return image(catalogue.preset_picture(asked.names["name"]), lasting=True)

    def describe(asked: Asked) -> dict[str, Any]:
        found = studio.describe(asked.visitor, Request.model_validate(asked.body))
        return {"recipe": flatten(found.recipe), "toml": found.toml, "command": found.command}

    def list_layers(asked: Asked) -> dict[str, Any]:
        layers = studio.layers(asked.visitor, asked.names.get("backbone", "bestiary"))
        return {"layers": None if layers is None else [asdict(layer) for layer in layers]}

    return [
        get("/api/catalogue", show),
        get("/api/presets/{name:path}", show_preset),
        get("/api/layers", list_layers),
        post("/api/describe", describe),
    ]


def _show_outputs(outputs: list[OutputInfo]) -> list[dict[str, Any]]:
    """Return the outputs that a suffix stands for: of several with the same one, the first."""
    owners: dict[str, OutputInfo] = {}
    for output in outputs:
        for suffix in output.suffixes:
            owners.setdefault(suffix, output)
    return [
        {"name": output.name, "suffix": output.suffixes[0], "summary": output.summary}
        for output in {each.name: each for each in owners.values()}.values()
    ]
