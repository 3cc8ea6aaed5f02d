"""Attention heads as layers of their own: ``blocks.5.attn.heads`` has one channel for each head."""

from __future__ import annotations

from functools import partial

from torch import Tensor, nn

CONVOLUTIONS = nn.modules.conv._ConvNd


class Heads(nn.Module):
    """How strong the output of each attention head is at each place.

    A head's contribution is the part of the attended values that is its own, before the projection
    mixes all heads (Vaswani et al. 2017, section 3.2.2); its channel is that part's root mean
    square. ``dim`` is where the heads lie side by side: -1 for tokens, 1 for maps.
    """

    def __init__(self, count: int, dim: int):
        super().__init__()
        self.count, self.dim = count, dim

    def forward(self, attended: Tensor) -> Tensor:
        """Return ``attended`` with count * n features along ``dim`` reduced to count."""
        parts = attended.unflatten(self.dim, (self.count, -1))
        square = parts.square().mean(self.dim if self.dim < 0 else self.dim + 1)
        return (square + 1e-12).sqrt()  # keeps the gradient of a silent head finite


def expose_heads(module: nn.Module) -> None:
    """Give every multi-head attention of the network a submodule ``heads``, unless it has one.

    It runs on what the attention's ``proj`` is given, so the network itself computes as before.
    """
    for attention in list(module.modules()):
        count, projection = getattr(attention, "num_heads", None), getattr(attention, "proj", None)
        if not isinstance(count, int) or count < 2 or not isinstance(projection, nn.Module):
            continue
        if not hasattr(attention, "heads"):
            attention.heads = Heads(count, _find_heads_dim(projection))
            projection.register_forward_pre_hook(partial(_run_heads, attention.heads))


def _find_heads_dim(projection: nn.Module) -> int:
    flat = any(isinstance(part, CONVOLUTIONS) for part in projection.modules())
    return 1 if flat else -1


def _run_heads(heads: Heads, projection: nn.Module, inputs: tuple[Tensor, ...]) -> None:
    # Without a hook on them they cost nothing.
    if heads._forward_hooks and inputs[0].shape[heads.dim] % heads.count == 0:
        heads(inputs[0])
