"""The recipe inside a picture file: put in when it is written, taken out for a rerun.

PNG has a text chunk for it (``iTXt``, key "dreamgen"), GIF its comment, a video the tag "comment"
of its container; a folder of frames stands for its first. JPEG, WebP and AVIF carry it in the EXIF tag
UserComment, as UTF-8 after a prefix that tells it from a photographer's own words; TIFF has the
same tag beside its own, since Pillow's writer cannot place a whole EXIF block.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.errors import BadInput, DreamError

if TYPE_CHECKING:
    from PIL import Image

KEY = "dreamgen"
_PREFIX = b"dreamgen recipe\n"
_EXIF_IFD, _USER_COMMENT, _SOFTWARE = 0x8769, 0x9286, 0x0131
_ASCII, _UNKNOWN = b"ASCII\0\0\0", b"\0" * 8  # EXIF 2.3, table 9: the comment's character code
_UNDEFINED_BYTES = 7  # TIFF 6.0: the type of a tag that may hold anything
_MOST_IN_JPEG = 65_533
_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "AVIF", "GIF")


def embed(format: str, recipe: str) -> dict[str, Any]:
    """Return the options with which Pillow saves a file of ``format`` that carries the recipe.

    Raises DreamError for a recipe longer than a JPEG file can hold (some 65 kB).
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
        tags[_USER_COMMENT] = _comment(recipe)
        tags[_SOFTWARE] = KEY
        return {"tiffinfo": tags}
    exif = _exif(_comment(recipe))
    if format == "JPEG" and len(exif) > _MOST_IN_JPEG:
        raise DreamError(
            f"the recipe is {len(recipe.encode()) // 1000} kB long and a JPEG file holds 65;"
            " write PNG or WebP instead"
        )
    return {"exif": exif}


def mark_recipe(recipe: str) -> bytes:
    """Return the recipe's text marked as one, for formats that have one place for any comment."""
    return _PREFIX + recipe.encode()


def unmark_recipe(comment: bytes | None) -> str | None:
    """Return the recipe of a comment, or None if the comment is anything else."""
    if comment is None or not comment.startswith(_PREFIX):
        return None
    return comment.removeprefix(_PREFIX).decode(errors="replace")


def _comment(recipe: str) -> bytes:
    return (_ASCII if recipe.isascii() else _UNKNOWN) + mark_recipe(recipe)


def _exif(comment: bytes) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[_SOFTWARE] = KEY
    exif.get_ifd(_EXIF_IFD)[_USER_COMMENT] = comment
    return exif.tobytes()


def read_recipe(path: Path, name: str | None = None) -> str:
    """Return the recipe that a picture file carries.

    Raises BadInput, with ``name`` or the file's own, if it carries none or cannot be read.
    """
    from PIL import Image

    from dreamgen.outputs.video_tags import is_video, tag_of

    name = name or path.name
    if path.is_dir():
        path = next(iter(sorted(path.glob("frame-*.png"))), path)
    try:
        if is_video(path):
            return _found(tag_of(path), name)
        # Only the header is read, so a huge picture costs nothing.
        with warnings.catch_warnings(), Image.open(path, formats=_FORMATS) as image:
            warnings.simplefilter("ignore")
            recipe = _from_text(image) or _from_comment(image) or _from_exif(image)
    except FileNotFoundError:
        raise BadInput(f"{name} does not exist") from None
    except BadInput:
        raise
    # As in the loaders: Pillow answers damaged files with exceptions of every kind.
    except Exception:
        raise BadInput(f"{name} is not a picture file that could carry a recipe") from None
    return _found(recipe, name)


def _found(recipe: str | None, name: str) -> str:
    if recipe is None:
        raise BadInput(f"{name} carries no dreamgen recipe")
    return recipe


def _from_comment(image: Image.Image) -> str | None:
    comment = image.info.get("comment")
    return unmark_recipe(comment) if isinstance(comment, bytes) else None


def _from_text(image: Image.Image) -> str | None:
    text = image.info.get(KEY)
    return str(text) if text else None


def _from_exif(image: Image.Image) -> str | None:
    exif = image.getexif()
    comment = exif.get(_USER_COMMENT) or exif.get_ifd(_EXIF_IFD).get(_USER_COMMENT)
    return unmark_recipe(comment[8:]) if isinstance(comment, bytes) else None
