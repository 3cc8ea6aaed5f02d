"""Which names are vision transformers', known before timm is imported or a network loaded."""

from __future__ import annotations

import re

# First words of timm's and torchvision's names. Hybrids that are mostly convolutions are left out.
_TRANSFORMERS = re.compile(
    "(test_)?(aimv2|beit|beit3|beitv2|cait|coat|convit|crossvit|davit|deit|deit3|eva|eva02|flexivit"
    "|gcvit|hiera|mvitv2|naflexvit|nest|pit|pvt|samvit|swin|swinv2|tnt|twins|vit|volo|xcit)([_.]|$)"
)


def names_transformer(name: str) -> bool:
    """Return whether a name, with or without a hub's address or a tag, is a vision transformer's."""
    return _TRANSFORMERS.match(name.rpartition(":")[2].rpartition("/")[2]) is not None
