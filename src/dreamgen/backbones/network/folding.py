"""Batch normalisation folded into the convolution before it: the same function, less work.

At inference a batch norm is a fixed scale and shift of each channel, which the weights of the
convolution that feeds it can take over (Jacob et al. 2018, section 3.2).
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from dreamgen.backbones.network.trace import Trace, first_tensor

# Only convolutions that apply their weight as it is; standardising ones rescale it on every pass.
_PLAIN_CONVOLUTIONS = {"Conv2d", "Conv2dSame"}
_FIXED_NORMS = {"BatchNorm2d", "BatchNormAct2d"}


class Folded(nn.Module):
    """Stands in for a folded batch norm: its activation, if it had one, or the identity."""

    def __init__(self, act: nn.Module | None = None):
        super().__init__()
        self.act = copy.copy(act) if act is not None else nn.Identity()
        # In place, it would now write into the convolution's output, which others may read.
        vars(self.act)["inplace"] = False

    def forward(self, x: Tensor) -> Tensor:
        """Return the activation of x; any shape."""
        return self.act(x)


@dataclass(frozen=True)
class _Pair:
    """A convolution and the batch norm that it feeds, as they were and as they are when folded."""

    conv_name: str
    norm_name: str
    conv: nn.Conv2d
    norm: nn.BatchNorm2d
    folded_conv: nn.Conv2d
    folded_norm: Folded


class Folding:
    """The folded pairs of one network. Module names stay valid."""

    def __init__(self, module: nn.Module, pairs: Sequence[_Pair]):
        self._module = module
        self._pairs = list(pairs)
        for pair in self._pairs:
            self._fold(pair)

    def __len__(self) -> int:
        return len(self._pairs)

    @contextmanager
    def unfold(self, names: Collection[str]) -> Iterator[None]:
        """Restore the convolutions named while the context lasts: their own outputs are wanted.

        Afterwards the very modules that were there before are back, so results do not depend on
        what was unfolded in between.
        """
        pairs = [pair for pair in self._pairs if pair.conv_name in names]
        for pair in pairs:
            self._restore(pair)
        try:
            yield
        finally:
            for pair in pairs:
                self._fold(pair)

    def undo(self) -> None:
        """Restore the network as it was, for good."""
        for pair in self._pairs:
            self._restore(pair)
        self._pairs.clear()

    def _fold(self, pair: _Pair) -> None:
        self._module.set_submodule(pair.conv_name, pair.folded_conv)
        self._module.set_submodule(pair.norm_name, pair.folded_norm)

    def _restore(self, pair: _Pair) -> None:
        weight = pair.folded_conv.weight
        conv = pair.conv.to(weight.device, weight.dtype)
        if weight.is_contiguous(memory_format=torch.channels_last):
            conv = conv.to(memory_format=torch.channels_last)
        self._module.set_submodule(pair.conv_name, conv)
        self._module.set_submodule(pair.norm_name, pair.norm.to(weight.device, weight.dtype))


@torch.no_grad()
def fold(module: nn.Module, traced: Trace, channels: int) -> Folding:
    """Fold every batch norm that is fed by a plain convolution alone.

    traced: a trace of the module. Its outputs for a picture of so many channels are compared before
    and after; if they differ beyond rounding everything is put back, so it is never wrong.
    """
    pairs = list(_find_pairs(module, traced))
    sample = _run_sample(module, traced, channels) if pairs else None
    if sample is None:
        return Folding(module, [])
    picture, expected = sample
    folding = Folding(module, pairs)
    if not _is_close(first_tensor(module(picture)), expected):
        folding.undo()
    return folding


def _find_pairs(module: nn.Module, traced: Trace) -> Iterator[_Pair]:
    for norm_name, conv_name in traced.feeds.items():
        conv, norm = module.get_submodule(conv_name), module.get_submodule(norm_name)
        once = traced.calls[conv_name] == traced.calls[norm_name] == 1
        if once and _is_one_of(conv, _PLAIN_CONVOLUTIONS) and _is_fixed_norm(norm):
            assert isinstance(conv, nn.Conv2d)
            assert isinstance(norm, nn.BatchNorm2d)
            folded = Folded(getattr(norm, "act", None))
            yield _Pair(conv_name, norm_name, conv, norm, fuse_conv_bn_eval(conv, norm), folded)


def _run_sample(module: nn.Module, traced: Trace, channels: int) -> tuple[Tensor, Tensor] | None:
    """Return a picture, small if the module takes that, and the module's output for it."""
    rng = torch.Generator().manual_seed(0)
    for size in ((96, 96), traced.size):
        picture = torch.randn(1, channels, *size, generator=rng)
        try:
            output = first_tensor(module(picture))
        except (RuntimeError, AssertionError, ValueError):
            continue
        return None if output is None else (picture, output)
    return None


def _is_fixed_norm(norm: nn.Module) -> bool:
    if not isinstance(norm, nn.BatchNorm2d) or not _is_one_of(norm, _FIXED_NORMS):
        return False
    return norm.running_var is not None and norm.affine


def _is_one_of(module: nn.Module, names: set[str]) -> bool:
    """Say whether a module is exactly of a class of torch's or timm's, without importing timm."""
    kind = type(module)
    return kind.__name__ in names and kind.__module__.partition(".")[0] in ("torch", "timm")


def _is_close(folded: Tensor | None, original: Tensor) -> bool:
    if folded is None or not torch.isfinite(original).all():
        return False
    scale = original.abs().max().clamp_min(1e-6)
    return bool((folded - original).abs().max() <= 1e-3 * scale)
