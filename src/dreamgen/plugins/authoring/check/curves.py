"""Check curves."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from dreamgen.curves.base import Curves
from dreamgen.errors import BadInput
from dreamgen.plugins.guard.require import require

SECONDS = (0.5, 10.0)  # of films


def check_curves(curves: Curves) -> None:
    """It offers names, and a curve for each; what a file beside it would need is said as BadInput."""
    from dreamgen.plugins.guard.returns import check_read

    require(bool(curves.offers), 'it offers no names: offers = ("beat",)')
    for name in curves.offers:
        require(name.isidentifier() and name.islower(), f"{name!r} is no lower-case word")
    for seconds in SECONDS:
        # Of files there are none here; what needs them must say so.
        with suppress(BadInput):
            found = curves.read(_NoFiles(), seconds)
            check_read(found)
            require({*found} == {*curves.offers}, f"it offers {curves.offers}, and gave {[*found]}")
            again = curves.read(_NoFiles(), seconds)
            same = all(np.array_equal(found[key].values, again[key].values) for key in found)
            require(same, "its curves differ when they are read again")


class _NoFiles:
    def data(self, name: str) -> bytes:
        raise BadInput(f"{name} does not exist")
