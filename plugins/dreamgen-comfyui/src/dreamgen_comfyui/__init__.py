"""Nodes for ComfyUI that dream with dreamgen."""

from __future__ import annotations

from typing import Any


async def comfy_entrypoint() -> Any:
    """Return the extension that ComfyUI asks a pack of nodes for."""
    from .extension import Dreamgen

    return Dreamgen()
