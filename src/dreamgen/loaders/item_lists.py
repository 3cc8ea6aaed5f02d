"""Lists of what dreams and what stays, as recipes write them: "text, legend, #eye"."""

from __future__ import annotations

_CLOSING = {"(": ")", "[": "]", '"': '"', "'": "'"}


def split_list(text: str) -> list[str]:
    """Return the items between commas, leaving those inside brackets and quotes alone."""
    items = [""]
    open_until: list[str] = []
    for sign in text:
        if open_until and sign == open_until[-1]:
            open_until.pop()
        elif sign in _CLOSING and not (open_until and open_until[-1] in "\"'"):
            open_until.append(_CLOSING[sign])
        elif sign == "," and not open_until:
            items.append("")
            continue
        items[-1] += sign
    return [item.strip() for item in items if item.strip()]
