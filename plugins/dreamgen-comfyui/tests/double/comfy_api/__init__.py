"""A stand-in for ComfyUI's API of nodes."""
