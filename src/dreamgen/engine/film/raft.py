"""Optical flow by RAFT (Teed and Deng, "RAFT: Recurrent All-Pairs Field Transforms", 2020)."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

NAME = "raft_large"
TRAINED = "C_T_SKHT_V2"
"""torchvision's best weights for real films; other ones would give other pixels."""
OFFER = "take `--flow dis`, which needs no download"
STRIDE, LEAST_SIDE = 8, 128
"""Pixels: sides are multiples of the one, and at least the other, for all levels of its pyramid."""


class Raft:
    """Flow between two grey pictures by a network of torchvision's: exact, and made for a GPU.

    ``module`` takes two batches (1, 3, H, W) in -1..1 and returns ever better flows (1, 2, H, W).
    """

    def __init__(self, module: nn.Module, device: torch.device):
        self._module = module.eval().to(device)
        self._device = device

    @classmethod
    def load(cls, device: torch.device) -> Raft:
        """Return the trained network; DreamError if its weights cannot be had now."""
        from torchvision.models import optical_flow

        from dreamgen.backbones.sources.hub import download
        from dreamgen.backbones.sources.load_weights import load_weights
        from dreamgen.backbones.sources.weights import read_weights

        trained: Any = optical_flow.Raft_Large_Weights[TRAINED]
        weights = read_weights(download(trained.url, f"torchvision's {NAME}", OFFER))
        with torch.device("meta"):  # no time is spent on random weights
            module = optical_flow.raft_large(weights=None)
        module = module.to_empty(device="cpu")
        load_weights(module, weights, NAME)
        return cls(module, device)

    @torch.no_grad()
    def __call__(self, first: Tensor, second: Tensor) -> Tensor:
        """Return x and y, (2, H, W) in pixels, from each pixel of the first to where it is then."""
        height, width = first.shape
        top, bottom = _choose_margins(height)
        left, right = _choose_margins(width)
        pair = torch.stack([first, second])[:, None].to(self._device)
        pair = F.pad(2 * pair - 1, (left, right, top, bottom), mode="replicate")
        colours = pair.expand(-1, 3, -1, -1)
        flow: Tensor = self._module(colours[:1], colours[1:])[-1][0]
        return flow[:, top : top + height, left : left + width].float().cpu().contiguous()


def _choose_margins(side: int) -> tuple[int, int]:
    """Return how many pixels come before and after a side for the network to take it."""
    margin = max(LEAST_SIDE, -(-side // STRIDE) * STRIDE) - side
    return margin // 2, margin - margin // 2
