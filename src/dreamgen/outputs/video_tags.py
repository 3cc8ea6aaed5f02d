"""The recipe inside a video: the container's tag "comment"."""

from __future__ import annotations

from pathlib import Path

from dreamgen.errors import BadInput

NEEDED = 'video needs PyAV: pip install "dreamgen[video]"'


def is_video(path: Path) -> bool:
    """Say whether a file is MP4 or Matroska (WebM), by its first bytes. OSError passes through."""
    if path.is_dir():
        return False
    with path.open("rb") as file:
        head = file.read(12)
    # An AVIF picture is of the same family as MP4 and tells itself apart by its brand.
    return head[:4] == b"\x1aE\xdf\xa3" or (head[4:8] == b"ftyp" and head[8:11] != b"avi")


def tag_of(path: Path) -> str | None:
    """Return the recipe that a video carries, or None. Raise BadInput without PyAV."""
    from dreamgen.recipe.embedding import unmark_recipe

    try:
        import av
    except ImportError:
        raise BadInput(f"reading {NEEDED}") from None
    with av.open(str(path)) as container:
        tags = {key.lower(): value for key, value in container.metadata.items()}
    comment = tags.get("comment")
    return unmark_recipe(comment.encode()) if comment else None
