"""What ComfyUI loads where this folder lies in its custom_nodes."""  # noqa: N999

from .src.dreamgen_comfyui import comfy_entrypoint

__all__ = ["comfy_entrypoint"]
