"""Which modules of a network are its blocks: found from its structure, not from a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from torch import nn

from dreamgen.backbones.network.trace import Trace

CONTAINERS = (nn.Sequential, nn.ModuleList, nn.ModuleDict)
WEIGHTED = (nn.modules.conv._ConvNd, nn.Linear)


def find_blocks(module: nn.Module, traced: Trace) -> list[str]:
    """Return the names of the network's blocks in the order in which they run.

    A block is a repeated unit: a module with two or more weighted layers of its own that sits in a
    Sequential or ModuleList (ResNet's Bottleneck, a transformer block), but no gate inside one.
    Networks that spell out their units one by one (Inception) list those; plain chains (VGG) list
    their activations.
    """
    repeated = _add_siblings(module, _find_repeated(module))
    for candidates in (
        repeated,
        _find_units(module),
        _find_chain_activations(module),
        _find_weighted(module),
    ):
        names = [name for name in candidates if _is_map(traced.shapes.get(name))]
        if len(names) >= 2:
            order = {name: place for place, name in enumerate(traced.shapes)}
            return sorted(names, key=order.__getitem__)
    return list(traced.shapes)


def _is_map(shape: tuple[int, ...] | None) -> bool:
    # A single token or pixel is a summary of the whole picture: nothing to dream in.
    return shape is not None and (
        (len(shape) == 4 and shape[1] * shape[2] > 1 and shape[2] * shape[3] > 1)
        or (len(shape) == 3 and shape[1] > 1)
    )


def _find_repeated(module: nn.Module, prefix: str = "", contained: bool = False) -> Iterator[str]:
    """Yield the innermost modules that sit in a container and look like a block."""
    container = isinstance(module, CONTAINERS)
    if contained and not container and _is_block(module) and not _holds_blocks(module):
        yield prefix
        return
    for name, child in module.named_children():
        yield from _find_repeated(child, f"{prefix}.{name}" if prefix else name, container)


def _add_siblings(module: nn.Module, names: Iterable[str]) -> Iterator[str]:
    """Yield the blocks, and small units in similar places: ``blocks.0.0`` beside ``blocks.1.0``."""
    blocks = set(names)
    patterns = {re.sub(r"\d+", "#", name) for name in blocks}
    for name, child in module.named_modules():
        same_place = re.sub(r"\d+", "#", name) in patterns and not isinstance(child, CONTAINERS)
        if name in blocks or (same_place and not _holds_blocks(child) and _has_unit(child)):
            yield name


def _has_unit(module: nn.Module) -> bool:
    return any(isinstance(inner, WEIGHTED) for inner in module.children())


def _holds_blocks(module: nn.Module) -> bool:
    return any(
        _is_block(child)
        for inner in module.modules()
        if isinstance(inner, CONTAINERS)
        for child in inner.children()
        if not isinstance(child, CONTAINERS)
    )


def _is_block(module: nn.Module) -> bool:
    if any(isinstance(child, nn.AdaptiveAvgPool2d) for child in module.children()):
        return False  # a squeeze-and-excitation gate, which weighs what its block has made
    return sum(isinstance(inner, WEIGHTED) for inner in module.modules()) >= 2


def _find_units(module: nn.Module) -> Iterator[str]:
    """Yield the compound children of the network, looking into one level of containers."""
    for name, child in module.named_children():
        if isinstance(child, CONTAINERS):
            for inner, grandchild in child.named_children():
                if _is_compound(grandchild):
                    yield f"{name}.{inner}"
        elif _is_compound(child):
            yield name


def _is_compound(module: nn.Module) -> bool:
    weighted = any(isinstance(inner, WEIGHTED) for inner in module.children())
    return weighted or _is_block(module)


def _find_chain_activations(module: nn.Module) -> Iterator[str]:
    """Yield, for every weighted leaf of a chain, the last activation before the next one."""
    pending, found = False, ""
    for name, leaf in module.named_modules():
        if isinstance(leaf, WEIGHTED):
            if found:
                yield found
            pending, found = True, ""
        elif pending and type(leaf).__module__.endswith("activation"):
            pending, found = False, name
    if found:
        yield found


def _find_weighted(module: nn.Module) -> Iterator[str]:
    for name, leaf in module.named_modules():
        if isinstance(leaf, WEIGHTED):
            yield name
