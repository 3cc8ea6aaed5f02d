"""The recipe inside a video: the container's tag "comment"."""

from __future__ import annotations

from pathlib import Path

from dreamgen.errors import BadInput
from dreamgen.recipe.embedding.embed import decode_comment

NEEDED = 'video needs PyAV: pip install "dreamgen[video]"'


def is_video(path: Path) -> bool:
    """Say whether a file is MP4 or Matroska (WebM), by its first bytes."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return False
    # An AVIF picture is of the same family as MP4 and tells itself apart by its brand.
    return head[:4] == b"\x1aE\xdf\xa3" or (head[4:8] == b"ftyp" and head[8:11] != b"avi")


def extract_from_video(path: Path) -> str | None:
    """Return the recipe in a video, or None if it carries none. Raise BadInput without PyAV."""
    if not is_video(path):
        return None
    import imageio.v3 as iio

    try:
        with iio.imopen(path, "r", plugin="pyav") as file:
            tags = {key.lower(): value for key, value in file.container_metadata.items()}
    except ImportError:
        raise BadInput(f"reading {NEEDED}") from None
    except OSError:  # it is damaged
        return None
    comment = tags.get("comment")
    return decode_comment(comment.encode()) if comment else None
