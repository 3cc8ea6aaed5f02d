"""The session of everybody who names none."""

from __future__ import annotations

from functools import cache

from dreamgen.render.session import Session


@cache
def default_session() -> Session:
    """Return the session that all calls of this process share, so that networks load once."""
    return Session()
