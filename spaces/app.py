"""Start dreamgen's studio in a Space of Hugging Face."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

PORT = 7860
"""Where a Space listens, unless its README.md says otherwise."""
FRAME = "https://huggingface.co"
"""Whose page shows a Space in a frame."""
PERSISTENT = Path("/data")
"""The disk of a Space that has one."""


def write_words(variables: Mapping[str, str]) -> list[str]:
    """Return the command: the studio by the name that the Space has, with its dreams on its disk."""
    disk = PERSISTENT if os.access(PERSISTENT, os.W_OK) else Path.home()
    words = ["dreamgen", "studio", "--share-on", "0.0.0.0", "--port", str(PORT), "--no-browser"]
    words += ["--folder", str(disk / "dreams"), "--frame-ancestors", FRAME]
    name = variables.get("SPACE_HOST")
    return [*words, "--host-name", name] if name else words


if __name__ == "__main__":
    words = write_words(os.environ)
    address = os.environ.get("SPACE_HOST")
    if address:
        print(
            f"Below is an address with a token. Yours is https://{address}/?token=...", flush=True
        )
    sys.exit(os.execvp(words[0], words))
