"""Csv: a column of a table drives what follows it."""

from __future__ import annotations

import csv
import io
import math
import re
import warnings
from collections.abc import Mapping, Sequence
from typing import ClassVar

import numpy as np
from pydantic import Field

from dreamgen.curves.base import Curve, Curves, Files
from dreamgen.errors import BadInput, InputWarning, nearest
from dreamgen.recipe.values import shorten

MISSING = ("", "na", "n/a", "nan", "null", "none", "-")
"""What stands in a table where there is no number."""
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


class Csv(Curves):
    """A column of a table with a heading, its rows at equal distances in time.

    They last as long as the film, or as ``seconds`` says. The smallest number becomes ``low`` and the
    largest ``high``, unless the numbers are taken ``raw``. Where one is missing, a straight line goes
    from the one before it to the one after it.
    """

    offers: ClassVar[tuple[str, ...]] = ("value",)

    file: str = Field(description="a table: commas, semicolons or tabs", examples=["prices.csv"])
    column: str = Field(description="the heading of a column", examples=["close"])
    seconds: float | None = Field(
        None, gt=0, description="how long its rows last; as long as the film if left out"
    )
    low: float = Field(0.0, description="what its smallest number becomes")
    high: float = Field(1.0, description="what its largest number becomes")
    raw: bool = Field(False, description="keep the numbers as they are")

    def read(self, files: Files, seconds: float) -> Mapping[str, Curve]:
        values = self._read_column(files.data(self.file))
        if not self.raw:
            least, most = values.min(), values.max()
            values = self.low + (self.high - self.low) * (values - least) / ((most - least) or 1.0)
        rate = max(1, len(values) - 1) / (self.seconds or seconds)
        return {"value": Curve(values, rate)}

    def _read_column(self, data: bytes) -> np.ndarray:
        rows, delimiter = _read_rows(data, self.file)
        heading, *rows = rows or [[]]
        names = [name.strip() for name in heading]
        if self.column not in names:
            guess = nearest(self.column, names)
            allowed = shorten(", ".join(names), 200) or "none"
            raise BadInput(
                f"{self.file} has no column {self.column!r}{guess}; its columns are {allowed}"
            )
        place = names.index(self.column)
        cells = [row[place].strip() if place < len(row) else "" for row in rows]
        if delimiter == ",":  # in quotes, as "1,234"; in other tables a comma is a decimal one
            cells = [
                cell.replace(",", "") if _THOUSANDS.fullmatch(cell) else cell for cell in cells
            ]
        values = np.array([self._read_number(cell, row) for row, cell in enumerate(cells, 2)])
        return self._fill_missing(values)

    def _read_number(self, cell: str, row: int) -> float:
        if cell.lower() in MISSING:
            return math.nan
        try:
            number = float(cell.replace(",", ".") if cell.count(",") == 1 else cell)
        except ValueError:
            number = math.inf
        if not math.isfinite(number):
            raise BadInput(
                f"{self.file}: row {row} of column {self.column!r} is {shorten(repr(cell))}, which "
                "is no number"
            )
        return number

    def _fill_missing(self, values: np.ndarray) -> np.ndarray:
        present = np.isfinite(values)
        if not present.any():
            raise BadInput(f"{self.file}: column {self.column!r} holds no numbers")
        if not present.all():
            text = f"{self.file}: {(~present).sum()} of {len(values)} numbers of column"
            warnings.warn(InputWarning(f"{text} {self.column!r} are missing"), stacklevel=2)
        places = np.arange(len(values))
        return np.interp(places, places[present], values[present])


def _read_rows(data: bytes, name: str) -> tuple[Sequence[Sequence[str]], str]:
    """Return the rows of a table that are not empty, and what stands between its columns."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{name} is no table: it is not UTF-8 text") from None
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)  # of a single column none: its commas are decimal
    try:
        rows = csv.reader(io.StringIO(text), delimiter=delimiter)
        return [row for row in rows if any(row)], delimiter
    except csv.Error as problem:
        raise BadInput(f"{name} is no table: {problem}") from None
