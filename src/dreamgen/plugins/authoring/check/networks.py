"""Check backbones, and the motions of a camera."""

from __future__ import annotations

import numpy as np

from dreamgen.backbones.base import Backbone
from dreamgen.motions.base import Motion
from dreamgen.plugins.guard.require import require

MOMENTS = (-1.0, 0.5, 3.0)  # seconds
SIDE = 64


def check_motion(motion: Motion) -> None:
    """It begins where it is, is a map of the plane at any moment, and can be undone."""
    for seconds in (0.0, *MOMENTS):
        matrix = np.asarray(motion.matrix(seconds), dtype=float)
        require(matrix.shape == (3, 3), f"its matrix must be 3x3, not {matrix.shape}")
        require(bool(np.isfinite(matrix).all()), f"its matrix at {seconds} s must be finite")
        require(abs(np.linalg.det(matrix)) > 1e-9, f"its matrix at {seconds} s cannot be undone")
        again = np.asarray(motion.matrix(seconds), dtype=float)
        require(
            bool((matrix == again).all()), f"its matrix at {seconds} s differs when asked again"
        )
    start = np.asarray(motion.matrix(0.0), dtype=float)
    require(np.allclose(start, np.eye(3), atol=1e-9), "its matrix at 0 s must be the identity")


def check_backbone(backbone: Backbone) -> None:
    """Layers whose gradient reaches the picture, with random weights, so that nothing is downloaded."""
    import torch

    from dreamgen.backbones.network.network import Network
    from dreamgen.imaging.noise import pink_noise

    require(backbone.accepts("") is False, "it must accept no empty name")
    files = backbone.reads("a file")
    require("a file" in files, "`reads` must name the file of weights that is read")
    model = backbone.load("random")
    require(bool(model.weights), "its model must say in `weights` which weights it has")
    network = Network(model, torch.device("cpu"), torch.float32)
    require(bool(network.layers), "it has no layer that an objective could name")
    picture = pink_noise((SIDE, SIDE), 0).pixels[None].requires_grad_(True)
    (activation,) = network.activations(picture, [network.default_layer])
    (gradient,) = torch.autograd.grad(activation.square().mean(), picture)
    require(bool(gradient.isfinite().all()), "its layers give a gradient that is not finite")
    require(bool(gradient.any()), "no gradient of its layers reaches the picture")
