"""Warnings about an input, kept as texts that can travel with its result."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from dreamgen.errors import InputWarning


@contextmanager
def gather_warnings(said: list[str]) -> Iterator[None]:
    """Add to ``said`` every InputWarning of this block in place of showing it; show all others."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", InputWarning)
        yield
    for each in warned:
        if issubclass(each.category, InputWarning):
            said.append(str(each.message))
        else:
            warnings.warn_explicit(each.message, each.category, each.filename, each.lineno)
