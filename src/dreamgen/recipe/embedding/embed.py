"""The recipe inside a picture that Pillow writes and reads, and inside any comment.

PNG has a text chunk for it (``iTXt``, key "dreamgen"), GIF its comment. JPEG, WebP and AVIF carry it
in the EXIF tag UserComment, as UTF-8 after a prefix that tells it from a photographer's own words;
TIFF has the same tag in its main directory, since Pillow cannot write a whole EXIF block there.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from dreamgen.errors import DreamError
from dreamgen.recipe.embedding.containers import (
    join_blocks,
    walk_gif,
    walk_jpeg,
    walk_png,
    walk_riff,
)
from dreamgen.recipe.embedding.exif import find_tag
from dreamgen.recipe.embedding.iso_boxes import find_exif_item
from dreamgen.recipe.embedding.png_text import TEXT_CHUNKS, find_text

LONGEST = 4 << 20
"""Bytes of a recipe in a file, once unpacked; dreamgen's own are a few kilobytes."""

KEY = "dreamgen"
_PREFIX = b"dreamgen recipe\n"
_EXIF_IFD, _USER_COMMENT, _SOFTWARE = 0x8769, 0x9286, 0x0131
_ASCII, _UNKNOWN = b"ASCII\0\0\0", b"\0" * 8  # EXIF 2.3, table 9: the comment's character code
_UNDEFINED_BYTES = 7  # TIFF 6.0: the type of a tag that may hold anything
_MOST_IN_JPEG = 65_533
_EXIF_START = b"Exif\0\0"
_JPEG_APP1, _GIF_COMMENT = b"\xff\xe1", b"\xfe"


def embed_recipe(format: str, recipe: str) -> dict[str, Any]:
    """Return options for Pillow's ``save``, so that a file of ``format`` carries the recipe.

    ``format`` is Pillow's name: PNG, JPEG, WEBP, TIFF or AVIF. Raise DreamError if the
    recipe is longer than a JPEG file can hold (some 65 kB).
    """
    if format == "PNG":
        from PIL.PngImagePlugin import PngInfo

        chunks = PngInfo()
        chunks.add_itxt(KEY, recipe)
        return {"pnginfo": chunks}
    if format == "TIFF":
        from PIL.TiffImagePlugin import ImageFileDirectory_v2

        tags = ImageFileDirectory_v2()
        tags.tagtype[_USER_COMMENT] = _UNDEFINED_BYTES
        tags[_USER_COMMENT] = _encode_user_comment(recipe)
        tags[_SOFTWARE] = KEY
        return {"tiffinfo": tags}
    exif = _build_exif_block(_encode_user_comment(recipe))
    if format == "JPEG" and len(exif) > _MOST_IN_JPEG:
        raise DreamError(
            f"the recipe is {len(recipe.encode()) // 1000} kB long and a JPEG file holds 65;"
            " write PNG or WebP instead"
        )
    return {"exif": exif}


def extract_recipe(path: Path, format: str) -> str | None:
    """Return the recipe in a picture file of ``format``, which may be GIF too.

    None if it carries none or one of more than :data:`LONGEST` bytes, is of another format, is
    damaged or is no file. The picture itself is not decoded, so a huge one costs nothing.
    """
    try:
        with path.open("rb") as file:
            return _READERS[format](file)
    except (OSError, OverflowError, ValueError):  # the last two: places past any file's end
        return None


def encode_comment(recipe: str) -> bytes:
    """Return the recipe's text marked as one, for formats that have one place for any comment."""
    return _PREFIX + recipe.encode()


def decode_comment(comment: bytes | None) -> str | None:
    """Return the recipe of a comment, or None if the comment is anything else."""
    if comment is None or not comment.startswith(_PREFIX):
        return None
    return comment.removeprefix(_PREFIX).decode(errors="replace")


def _encode_user_comment(recipe: str) -> bytes:
    return (_ASCII if recipe.isascii() else _UNKNOWN) + encode_comment(recipe)


def _build_exif_block(comment: bytes) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[_SOFTWARE] = KEY
    exif.get_ifd(_EXIF_IFD)[_USER_COMMENT] = comment
    return exif.tobytes()


def _read_png(file: BinaryIO) -> str | None:
    chunks = (part for part in walk_png(file) if part.kind in TEXT_CHUNKS)
    return _first(find_text(part.kind, part.read(file, LONGEST), KEY, LONGEST) for part in chunks)


def _read_gif(file: BinaryIO) -> str | None:
    comments = (part for part in walk_gif(file) if part.kind == _GIF_COMMENT)
    return _first(decode_comment(join_blocks(part.read(file, LONGEST))) for part in comments)


def _read_jpeg(file: BinaryIO) -> str | None:
    segments = (part for part in walk_jpeg(file) if part.kind == _JPEG_APP1)
    return _first(_read_exif(part.read(file, LONGEST)) for part in segments)


def _read_webp(file: BinaryIO) -> str | None:
    chunks = (part for part in walk_riff(file) if part.kind == b"EXIF")
    return _first(_read_exif(part.read(file, LONGEST)) for part in chunks)


def _read_avif(file: BinaryIO) -> str | None:
    block = find_exif_item(file, LONGEST)
    return None if block is None else _read_exif(block)


def _read_exif(block: bytes) -> str | None:
    return _read_tiff(io.BytesIO(block.removeprefix(_EXIF_START)))


def _read_tiff(file: BinaryIO) -> str | None:
    comment = find_tag(file, _USER_COMMENT, LONGEST)
    return None if comment is None else decode_comment(comment[8:])


def _first(recipes: Iterable[str | None]) -> str | None:
    return next((recipe for recipe in recipes if recipe), None)


_READERS = {
    "PNG": _read_png,
    "GIF": _read_gif,
    "JPEG": _read_jpeg,
    "WEBP": _read_webp,
    "TIFF": _read_tiff,
    "AVIF": _read_avif,
}
