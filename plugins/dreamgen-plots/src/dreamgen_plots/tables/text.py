"""From the bytes of a table to rows of cells: the encoding, the line ends and the separator."""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice

SEPARATORS = (",", ";", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f]")
_SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_ROWS_LOOKED_AT = 20


def decode_text(data: bytes, cut: bool = False) -> str | None:
    """Return the text of a file; None if it is none. ``cut`` says that the end is missing.

    UTF-8 or what its mark says; else UTF-16 if every other byte is zero; else Windows-1252, which
    Latin-1 is a part of.
    """
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    for candidate in [encoding] if encoding else [_guess_utf16(data), "utf-8", "cp1252", "latin-1"]:
        if candidate is None:
            continue
        try:
            text = codecs.getincrementaldecoder(candidate)().decode(data, final=not cut)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS.search(text) else text
    return None


def _guess_utf16(data: bytes) -> str | None:
    head = data[:2000]
    even, odd = head[::2], head[1::2]
    if not odd or b"\0" not in head:
        return None
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return None


def split_rows(text: str, separator: str, most: int | None = None) -> list[list[str]]:
    """Return the rows that hold anything; lines may end in LF, CR LF or CR, and quotes may span some.

    Comments before the header are passed over. Raises csv.Error.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    rows: list[list[str]] = []
    for row in reader:
        cells = [cell.strip() for cell in row]
        if not any(cells) or (not rows and cells[0].startswith("#") and len(cells[0]) > 1):
            continue
        rows.append(cells)
        if len(rows) == most:
            break
    return rows


def find_separator(text: str) -> tuple[str, str]:
    """Return the separator, or "" for a single column, and the text after Excel's ``sep=`` line.

    It is the one that cuts the first rows into the most fields, the same number in each.
    """
    said = _SEP_LINE.match(text)
    if said:
        return said[1], text[said.end() :]
    head = "".join(islice(io.StringIO(text[:65_536], newline=""), 4 * _ROWS_LOOKED_AT))
    best, width = "", 1
    for mark in SEPARATORS:
        try:
            widths = [len(row) for row in split_rows(head, mark, _ROWS_LOOKED_AT)]
        except csv.Error:
            continue
        # The last row may be cut; one of another width, as a sum or a note, is no harm.
        alike = sum(each == widths[0] for each in widths) if widths else 0
        if widths and widths[0] > width and len(widths) > 1 and alike >= 0.8 * (len(widths) - 1):
            best, width = mark, widths[0]
    return best, text
