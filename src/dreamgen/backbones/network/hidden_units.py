"""The hidden units of a transformer's MLP blocks, whose channels show things most clearly.

Features of vision transformers are found after the first layer's activation (Ghiasi et al., "What do
Vision Transformers Learn?", 2022): there each unit is a feature of its own, while the outputs of
blocks mix all of them in one stream. ConvNeXt has them too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# "mlp.act" is timm's name; torchvision's MLPs are sequences, in which the activation comes second.
_HIDDEN = re.compile(r"(.+\.)?mlp\.(act|1)")


def find_hidden_units(modules: Iterable[str]) -> list[str]:
    """Return, of the modules that run, those whose channels are the hidden units of an MLP block."""
    return [name for name in modules if _HIDDEN.fullmatch(name)]
