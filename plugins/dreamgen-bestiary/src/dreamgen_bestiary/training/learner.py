"""A network that learns, and the slower average of it that is kept in the end."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import timm
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dreamgen import choose_precision
from dreamgen_bestiary.training.blur import with_averaged_blur
from dreamgen_bestiary.training.plan import Plan

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
DECAY = 0.05  # of weights, not of biases and norms (Loshchilov and Hutter 2019)
SMOOTHING = 0.1
LONGEST = 5.0  # norm at which a gradient is cut


class Learner:
    """The network, its optimiser and its average, on one device."""

    def __init__(self, plan: Plan, device: torch.device, start: nn.Module | None = None):
        self.device = device
        self._plan = plan
        self._half = choose_precision("auto", device) == torch.bfloat16
        torch.manual_seed(plan.seed)
        module = timm.create_model(plan.architecture, num_classes=len(plan.classes))
        if start is not None:
            _copy_fitting(module, start)
        module = with_averaged_blur(module).to(device).to(memory_format=torch.channels_last)
        self.module = module.train()
        self.average = deepcopy(self.module).eval().requires_grad_(False)
        self.optimiser = torch.optim.AdamW(_group_parameters(self.module), betas=(0.9, 0.98))
        self._mean = torch.tensor(MEAN, device=device).view(1, 3, 1, 1)
        self._std = torch.tensor(STD, device=device).view(1, 3, 1, 1)

    def logits(self, pictures: Tensor, grid: int = 1, averaged: bool = False) -> Tensor:
        """Return (B * grid * grid, classes) float32 for (B, 3, S, S) in 0..1.

        With a grid, each part of a mosaic is classified by itself, row by row.
        """
        module: Any = self.average if averaged else self.module
        shown = ((pictures - self._mean) / self._std).contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self._half):
            features = module.forward_features(shown)
            return module.forward_head(_cut_parts(features, grid)).float()

    def learn(
        self, pictures: Tensor, labels: Tensor, grid: int, rate: float, step: int
    ) -> tuple[float, float]:
        """Take a step, numbered from 0; return the loss and the share that was right."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        found = self.logits(pictures, grid)
        loss = F.cross_entropy(found, labels, label_smoothing=SMOOTHING)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.module.parameters(), LONGEST)
        self.optimiser.step()
        self._follow(step)
        return float(loss.detach()), float((found.argmax(1) == labels).float().mean())

    @torch.no_grad()
    def _follow(self, step: int) -> None:
        # An average over more steps than there have been would still remember the beginning.
        share = 1 - min(self._plan.average, (1 + step) / (10 + step))
        ours, theirs = self.average.state_dict(), self.module.state_dict()
        for name, value in ours.items():
            if value.is_floating_point():
                value.lerp_(theirs[name], share)
            else:
                value.copy_(theirs[name])


def _cut_parts(features: Tensor, grid: int) -> Tensor:
    """Cut (B, C, H, W) into grid x grid parts each, along the batch: (B * grid * grid, C, h, w)."""
    if grid == 1:
        return features
    batch, channels, height, width = features.shape
    high, wide = height // grid, width // grid
    cut = features[:, :, : high * grid, : wide * grid].reshape(
        batch, channels, grid, high, grid, wide
    )
    return cut.permute(0, 2, 4, 1, 3, 5).reshape(-1, channels, high, wide)


def _copy_fitting(module: nn.Module, start: nn.Module) -> None:
    """Copy all tensors that fit; the classifier of other classes does not."""
    own = module.state_dict()
    fitting = {
        name: value
        for name, value in start.state_dict().items()
        if name in own and own[name].shape == value.shape
    }
    module.load_state_dict(fitting, strict=False)


def _group_parameters(module: nn.Module) -> list[dict[str, object]]:
    matrices = [x for x in module.parameters() if x.ndim > 1]
    others = [x for x in module.parameters() if x.ndim <= 1]
    return [
        {"params": matrices, "weight_decay": DECAY},
        {"params": others, "weight_decay": 0.0},
    ]
