"""Batch normalisation folded into the convolution before it: the same function, less work.

At inference a batch norm is a fixed scale and shift of each channel, which the weights of the
convolution that feeds it can take over (Jacob et al. 2018, section 3.2).
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import torch
from timm.layers import BatchNormAct2d, Conv2dSame
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from dreamgen.backbones.network.trace import Trace, first_tensor

# Only convolutions that apply their weight as it is; standardising ones rescale it on every pass.
PLAIN = (nn.Conv2d, Conv2dSame)


class Folded(nn.Module):
    """What stands where a batch norm was: its activation, if it had one, or nothing."""

    def __init__(self, act: nn.Module | None = None):
        super().__init__()
        self.act = copy.copy(act) if act is not None else nn.Identity()
        # In place it wrote on what the batch norm made; now that would be the convolution's output,
        # which others may read.
        self.act.inplace = False

    def forward(self, x: Tensor) -> Tensor:
        """Return the activation of x; any shape."""
        return self.act(x)


@dataclass
class _Pair:
    conv_name: str
    norm_name: str
    conv: nn.Module
    norm: nn.Module


class Folding:
    """The folded pairs of one network. Names stay valid; ``unfold`` brings originals back."""

    def __init__(self, module: nn.Module, pairs: list[_Pair]):
        self._module = module
        self._pairs = pairs

    def __len__(self) -> int:
        return len(self._pairs)

    def add(self, pair: _Pair) -> None:
        """Fold one pair."""
        self._pairs.append(pair)
        self._module.set_submodule(pair.conv_name, fuse_conv_bn_eval(pair.conv, pair.norm))
        self._module.set_submodule(pair.norm_name, Folded(getattr(pair.norm, "act", None)))

    def unfold(self, names: Collection[str]) -> None:
        """Restore each pair whose convolution is named: its own output is wanted, unscaled."""
        for pair in [pair for pair in self._pairs if pair.conv_name in names]:
            now = self._module.get_submodule(pair.conv_name).weight
            norm = pair.norm.to(now.device, now.dtype)
            conv = pair.conv.to(now.device, now.dtype)
            if now.is_contiguous(memory_format=torch.channels_last):
                conv = conv.to(memory_format=torch.channels_last)
            self._module.set_submodule(pair.conv_name, conv)
            self._module.set_submodule(pair.norm_name, norm)
            self._pairs.remove(pair)

    def unfold_all(self) -> None:
        """Restore the network as it was."""
        self.unfold({pair.conv_name for pair in self._pairs})


@torch.no_grad()
def fold(module: nn.Module, seen: Trace, channels: int) -> Folding:
    """Fold every batch norm that is fed by a plain convolution alone.

    seen: a trace of the module. Its outputs for a picture of so many channels are compared before
    and after; if they differ beyond rounding everything is put back, so it is never wrong.
    """
    folding = Folding(module, [])
    pairs = list(_pairs(module, seen))
    sample = _sample(module, seen, channels) if pairs else None
    if sample is None:
        return folding
    picture, expected = sample
    for pair in pairs:
        folding.add(pair)
    if not _agree(first_tensor(module(picture)), expected):
        folding.unfold_all()
    return folding


def _pairs(module: nn.Module, seen: Trace) -> Iterator[_Pair]:
    for norm_name, conv_name in seen.feeds.items():
        conv, norm = module.get_submodule(conv_name), module.get_submodule(norm_name)
        once = seen.calls[conv_name] == seen.calls[norm_name] == 1
        if once and type(conv) in PLAIN and _is_fixed_norm(norm):
            yield _Pair(conv_name, norm_name, conv, norm)


def _sample(module: nn.Module, seen: Trace, channels: int) -> tuple[Tensor, Tensor] | None:
    """Return a picture and the module's output for it: a small one if it takes that."""
    rng = torch.Generator().manual_seed(0)
    for size in ((96, 96), seen.size):
        picture = torch.randn(1, channels, *size, generator=rng)
        try:
            output = first_tensor(module(picture))
        except (RuntimeError, AssertionError, ValueError):
            continue
        return None if output is None else (picture, output)
    return None


def _is_fixed_norm(norm: nn.Module) -> bool:
    known = type(norm) in (nn.BatchNorm2d, BatchNormAct2d)
    return known and norm.running_var is not None and norm.affine


def _agree(folded: Tensor | None, original: Tensor) -> bool:
    if folded is None or not torch.isfinite(original).all():
        return False
    scale = original.abs().max().clamp_min(1e-6)
    return bool((folded - original).abs().max() <= 1e-3 * scale)
