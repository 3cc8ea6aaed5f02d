"""What notebooks need beyond dreamgen itself."""

from __future__ import annotations

from importlib.util import find_spec

from dreamgen.errors import BadInput

NEEDED = 'a live view needs anywidget: pip install "dreamgen[notebook]"'


def need_anywidget() -> None:
    """Raise BadInput if anywidget is not installed."""
    if find_spec("anywidget") is None:
        raise BadInput(NEEDED)
