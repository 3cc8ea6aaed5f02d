"""The pack: its own nodes, and one for each installed component."""

from __future__ import annotations

from comfy_api.latest import ComfyExtension, io

from .nodes.component import component_nodes
from .nodes.dream import Dream
from .nodes.load_recipe import LoadRecipe
from .nodes.save import Save
from .nodes.sweep import Sweep
from .nodes.zoom import Zoom


class Dreamgen(ComfyExtension):
    async def get_node_list(self) -> list[type[io.ComfyNode]]:
        return [Dream, Zoom, Sweep, LoadRecipe, Save, *component_nodes()]
