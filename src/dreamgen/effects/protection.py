"""Protected words, which effects leave more or less alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Picture


def split_protected(ink: Tensor, source: Picture, share: float) -> tuple[Tensor, Tensor]:
    """Return the ink that may move, and the ``share`` of protected words' that stays in place."""
    if source.protected is None:
        return ink, ink * 0
    stays = ink * source.protected * share
    return ink - stays, stays


def spare_protected(changed: Tensor, before: Tensor, source: Picture, share: float) -> Tensor:
    """Return ``changed``, with the change on protected words reduced by ``share``."""
    if source.protected is None or share == 0:
        return changed
    return changed.lerp(before, source.protected * share)
