"""Layers as users name them: by number, share of the depth, module name, stage or glob."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from torch import nn

from dreamgen.backbones.base import BEFORE_CLASSIFIER
from dreamgen.backbones.network.attention_heads import expose_heads
from dreamgen.backbones.network.blocks import find_blocks
from dreamgen.backbones.network.timm_facts import find_layouts, find_stages, get_native_size
from dreamgen.backbones.network.trace import Trace, trace
from dreamgen.errors import BadInput, make_printable, nearest

LONGEST = 200  # signs of an address


@dataclass(frozen=True)
class Layer:
    """One block of a network: its number from 1, its module's name, its channels."""

    number: int
    name: str
    channels: int


@dataclass(frozen=True)
class Addresses:
    """Everything that can be named in one network.

    network: its name, for messages. layers: the numbered blocks. channels: of every module that
    returns a tensor, in the order in which they run. stages: module names of timm's stages, in order;
    ``stage1`` is the first. classified: the module whose output the classifier is given, which
    ``features`` names.
    """

    network: str
    layers: Sequence[Layer]
    channels: Mapping[str, int]
    stages: Sequence[str] = ()
    classified: str | None = None

    def find(self, address: int | str) -> str:
        """Return the one module that the address names; BadInput if none or several."""
        names = self.find_all(address)
        if len(names) > 1:
            some = ", ".join(names[:4]) + (", ..." if len(names) > 4 else "")
            raise BadInput(
                f"'{address}' matches {len(names)} layers of {self.network} ({some}): name one"
            )
        return names[0]

    def find_all(self, address: int | str) -> list[str]:
        """Return the modules that the address names, in order; BadInput if there is none.

        A glob is tried on the numbered layers first, and on all modules only if none matches.
        """
        text = str(address).strip()
        if re.fullmatch(r"[+-]?\d{1,9}", text):
            number = int(text)
            if 1 <= number <= len(self.layers):
                return [self.layers[number - 1].name]
        elif re.fullmatch(r"(\d{1,2}|100)%", text) and self.layers:
            number = max(1, round(int(text[:-1]) / 100 * len(self.layers)))
            return [self.layers[number - 1].name]
        elif text == BEFORE_CLASSIFIER and self.classified is not None:
            return [self.classified]
        elif text in self.channels:
            return [text]
        elif re.fullmatch(r"stage\d{1,9}", text):
            if 1 <= int(text[5:]) <= len(self.stages):
                return [self.stages[int(text[5:]) - 1]]
        elif any(sign in text for sign in "*?[") and len(text) <= LONGEST:
            for pool in ([layer.name for layer in self.layers], self.channels):
                if names := fnmatch.filter(pool, text):
                    return names
        raise BadInput(self._describe_unknown(text))

    def _describe_unknown(self, text: str) -> str:
        text = make_printable(text)[:LONGEST]
        names = [layer.name for layer in self.layers]
        stages = [f"stage{number}" for number in range(1, len(self.stages) + 1)]
        hint = nearest(text, names) or nearest(text, [*stages, *self.channels])
        span = f"1-{len(names)}, {names[0]} ... {names[-1]}" if names else "none"
        return (
            f"there is no layer '{text}'{hint}: {self.network} has layers {span}; "
            f"`dreamgen layers {self.network}` lists them"
        )


def find_addresses(name: str, module: nn.Module, traced: Trace | None = None) -> Addresses:
    """Return what can be named in a network, which may lie on the meta device.

    traced: what one forward pass showed; made here if it is not at hand.
    """
    if traced is None:
        expose_heads(module)
        traced = trace(module.eval(), get_native_size(module))
    layouts = find_layouts(module, traced)
    blocks = [block for block in find_blocks(module, traced) if block in layouts]
    stages = find_stages(module, list(layouts), blocks[0] if blocks else None)
    channels = {name: layout.channels(traced.shapes[name]) for name, layout in layouts.items()}
    layers = [Layer(number, block, channels[block]) for number, block in enumerate(blocks, 1)]
    classified = traced.classified if traced.classified in layouts else None
    return Addresses(name, layers, channels, stages, classified)
