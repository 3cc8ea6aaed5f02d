"""The recipe inside a picture that Pillow writes and reads, and inside any comment.

PNG has a text chunk for it (``iTXt``, key "dreamgen"), GIF its comment. JPEG, WebP and AVIF carry it
in the EXIF tag UserComment, as UTF-8 after a prefix that tells it from a photographer's own words;
TIFF has the same tag in its main directory, since Pillow cannot write a whole EXIF block there.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.errors import DreamError

if TYPE_CHECKING:
    from PIL import Image

KEY = "dreamgen"
_PREFIX = b"dreamgen recipe\n"
_EXIF_IFD, _USER_COMMENT, _SOFTWARE = 0x8769, 0x9286, 0x0131
_ASCII, _UNKNOWN = b"ASCII\0\0\0", b"\0" * 8  # EXIF 2.3, table 9: the comment's character code
_UNDEFINED_BYTES = 7  # TIFF 6.0: the type of a tag that may hold anything
_MOST_IN_JPEG = 65_533


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

    None if it carries none, is of another format, is damaged or is no file.
    """
    from PIL import Image

    try:
        # Only the header is read, so a huge picture costs nothing.
        with warnings.catch_warnings(), Image.open(path, formats=[format]) as image:
            warnings.simplefilter("ignore")
            return _read_text(image) or _read_comment(image) or _read_exif(image)
    # Pillow answers damaged files with exceptions of every kind.
    except Exception:
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


def _read_text(image: Image.Image) -> str | None:
    text = image.info.get(KEY)
    return str(text) if text else None


def _read_comment(image: Image.Image) -> str | None:
    comment = image.info.get("comment")
    return decode_comment(comment) if isinstance(comment, bytes) else None


def _read_exif(image: Image.Image) -> str | None:
    exif = image.getexif()
    comment = exif.get(_USER_COMMENT) or exif.get_ifd(_EXIF_IFD).get(_USER_COMMENT)
    return decode_comment(comment[8:]) if isinstance(comment, bytes) else None
