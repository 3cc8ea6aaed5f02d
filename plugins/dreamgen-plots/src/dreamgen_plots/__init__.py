"""Charts for dreamgen: tables, Vega, PDF pages, and the figures of Python's plotting libraries."""

from __future__ import annotations

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """Offer ``%%dream`` in a notebook, after ``%load_ext dreamgen_plots``."""
    from dreamgen_plots.magic import register

    register(shell)
