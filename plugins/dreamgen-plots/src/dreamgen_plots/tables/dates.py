"""Dates as people write them. One format holds for a whole column, so 3/4/2024 is settled by 25/4.

Python's own ``strptime`` and ``fromisoformat`` read them: a guess for each cell by itself would take
the days of a column now for days and now for months.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import UTC, datetime

_DAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y-%m", "%Y/%m", "%Y-%b", "%Y-%b-%d", "%Y %b", "%Y %B"),
    *("%b %Y", "%B %Y", "%b-%Y", "%b-%y", "%b %y", "%b '%y", "%B %d %Y", "%b %d %Y"),
    *("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %y", "%d. %B %Y", "%a %d %b %Y"),
    *("%a %b %d %Y", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%d.%m.%Y", "%d.%m.%y"),
    *("%m-%d-%Y", "%d-%m-%Y", "%m/%Y", "%m.%Y"),
)
_TIMES = ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p", "%I %p")
_FORMATS = (*_DAYS, *(f"{day} {time}" for day in _DAYS for time in _TIMES), *_TIMES)
_QUARTER = re.compile(r"(?P<y>\d{4})[ /-]?Q(?P<q>[1-4])|Q(?P<q2>[1-4])[ /-]?(?P<y2>\d{4})", re.I)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_LOOKED_AT = 12
_LONGEST = 40  # characters
CLOCK = "%H:%M"


def read_dates(cells: Sequence[str]) -> tuple[list[str], bool] | None:
    """Return each cell as an ISO date and time without zone, and whether all are times of day.

    None if no one format fits every cell. Times of zones are given in UTC.
    """
    if not cells or any(len(cell) > _LONGEST for cell in cells):
        return None
    plain = [" ".join(cell.replace(",", " ").split()) for cell in cells]
    for read in (_read_quarters, _read_iso):
        dates = read(plain)
        if dates is not None:
            return _write(dates), False
    for form in _FORMATS:
        if _parse_all(plain[:_LOOKED_AT], form) is None:
            continue
        dates = _parse_all(plain, form)
        if dates is not None:
            return _write(dates), form in _TIMES
    return None


def read_cycle(cells: Sequence[str]) -> list[str] | None:
    """Return the names of months or of days of the week in their order, if a column holds only such."""
    known = {cell.lower() for cell in cells}
    for names in (calendar.month_name, calendar.month_abbr, calendar.day_name, calendar.day_abbr):
        order = [name for name in names if name]
        if len(known) > 1 and known <= {name.lower() for name in order}:
            written = {cell.lower(): cell for cell in cells}
            return [written[name.lower()] for name in order if name.lower() in written]
    return None


def _read_quarters(cells: Sequence[str]) -> list[datetime] | None:
    dates = []
    for cell in cells:
        match = _QUARTER.fullmatch(cell)
        if match is None or not int(match["y"] or match["y2"]):
            return None
        quarter = int(match["q"] or match["q2"])
        dates.append(datetime(int(match["y"] or match["y2"]), 3 * quarter - 2, 1))
    return dates


def _read_iso(cells: Sequence[str]) -> list[datetime] | None:
    if not all(_ISO.fullmatch(cell) for cell in cells):
        return None
    try:
        dates = [datetime.fromisoformat(cell) for cell in cells]
        return [
            each.astimezone(UTC).replace(tzinfo=None) if each.tzinfo else each for each in dates
        ]
    except (ValueError, OverflowError):
        return None


def _parse_all(cells: Sequence[str], form: str) -> list[datetime] | None:
    try:
        return [datetime.strptime(cell, form) for cell in cells]
    except ValueError:
        return None


def _write(dates: Sequence[datetime]) -> list[str]:
    return [date.strftime("%Y-%m-%dT%H:%M:%S").zfill(19) for date in dates]
