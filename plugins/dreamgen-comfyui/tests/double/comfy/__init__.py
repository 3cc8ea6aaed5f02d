"""A stand-in for the few parts of ComfyUI that the nodes use."""
