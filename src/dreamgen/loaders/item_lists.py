"""Lists of what dreams and what stays, as recipes write them: "text, legend, #eye"."""

from __future__ import annotations

import re


def split_list(text: str) -> list[str]:
    """Return the items between commas, leaving those inside brackets and quotes alone."""
    found = re.findall(r"""(?:\[[^\]]*\]|"[^"]*"|'[^']*'|[^,\["'])+|[\["']""", text)
    return [item.strip() for item in found if item.strip()]
