"""Networks with their own order of tokens, and how to restore rows and columns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from torch import Tensor, nn

from dreamgen.backbones.network.activations import Layout, infer_grid
from dreamgen.backbones.network.trace import Trace


def find_token_orders(module: nn.Module, traced: Trace) -> dict[str, Layout]:
    """Return the layouts of modules whose output is not in the picture's order."""
    found = dict(_find_rerolled_blocks(module))
    for name, block in module.named_modules():
        # MobileViT attends to the same pixel of all patches: tokens are sorted by phase.
        if hasattr(block, "patch_area") and hasattr(block, "transformer"):
            patch = tuple(block.patch_size)
            found |= _find_phase_orders(f"{name}.transformer.", patch, traced)
    return found


def _find_rerolled_blocks(module: nn.Module) -> Iterator[tuple[str, Layout]]:
    """Yield the blocks of a network whose tokens lie in windows rather than rows (Hiera)."""
    reroll = getattr(module, "reroll", None)
    if reroll is None:
        return
    for index, _ in enumerate(module.get_submodule("blocks").children()):
        ordered = partial(_reroll, reroll, index)
        yield f"blocks.{index}", Layout("last", ordered=ordered)


def _reroll(reroll: nn.Module, index: int, output: Tensor, size: tuple[int, int]) -> Tensor:
    return reroll(output, block_idx=index)


def _find_phase_orders(prefix: str, patch: tuple[int, int], traced: Trace) -> dict[str, Layout]:
    area = patch[0] * patch[1]
    found = {}
    for name, shape in traced.shapes.items():
        if name.startswith(prefix):
            if len(shape) == 3 and shape[0] == area:
                found[name] = Layout("last", ordered=partial(_sort_phases, patch))
            elif len(shape) == 4 and shape[2] == area:
                found[name] = Layout("map", ordered=partial(_sort_phases_of_channels, patch))
    return found


def _sort_phases(patch: tuple[int, int], output: Tensor, size: tuple[int, int]) -> Tensor:
    """Return (B * phases, N, C) as (B, H, W, C)."""
    rows, columns = infer_grid(output.shape[1], size)
    apart = output.unflatten(1, (rows, columns)).unflatten(0, (-1, *patch))
    return apart.permute(0, 3, 1, 4, 2, 5).flatten(3, 4).flatten(1, 2)


def _sort_phases_of_channels(
    patch: tuple[int, int], output: Tensor, size: tuple[int, int]
) -> Tensor:
    """Return (B, C, phases, N) as (B, C, H, W)."""
    rows, columns = infer_grid(output.shape[3], size)
    apart = output.unflatten(3, (rows, columns)).unflatten(2, patch)
    return apart.permute(0, 1, 4, 2, 5, 3).flatten(4, 5).flatten(2, 3)
