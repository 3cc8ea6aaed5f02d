"""A smooth rise from 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from torch import Tensor

Values = TypeVar("Values", "Tensor", "np.ndarray", float)


def smoothstep(values: Values, low: Any = 0.0, high: Any = 1.0) -> Values:
    """Return 0 up to ``low``, 1 from ``high``, and between them 3t^2 - 2t^3, flat at both ends.

    ``values`` is a tensor, an array or a number; the result is of the same kind. The ends are
    numbers, or broadcast against ``values``; with ``low`` above ``high`` the curve falls.
    """
    share: Any = (values - low) / (high - low)
    share = share.clip(0, 1) if hasattr(share, "clip") else min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)
