"""csv(file, column): rows over time, scaled, with what tables really hold."""

from __future__ import annotations

import numpy as np
import pytest

from dreamgen.curves.csv import Csv
from dreamgen.errors import BadInput, InputWarning

TABLE = b"day,close\n1,10\n2,30\n3,20\n"


class Given:
    """Files as they are given here, by name."""

    def __init__(self, data: bytes):
        self._data = data

    def data(self, name: str) -> bytes:
        assert name == "prices.csv"
        return self._data


def read(data: bytes = TABLE, film: float = 4.0, **params):
    curves = Csv(**({"file": "prices.csv", "column": "close"} | params))
    return curves.read(Given(data), film)["value"]


def test_rows_are_stretched_over_the_film_and_scaled():
    curve = read()
    assert [curve.at(seconds) for seconds in (0, 1, 2, 4)] == pytest.approx([0, 0.5, 1, 0.5])


def test_a_length_of_its_own_and_a_range():
    curve = read(film=100.0, seconds=2.0, low=1, high=5)
    assert [curve.at(0), curve.at(1), curve.at(2)] == pytest.approx([1, 5, 3])
    assert curve.at(50) == 3


def test_raw_numbers_are_kept():
    assert read(raw=True).values.tolist() == [10, 30, 20]


@pytest.mark.parametrize(
    "table",
    [
        b"\xef\xbb\xbfday;close\r\n1;1,5\r\n2;2,5\r\n",
        b"day\tclose\n1\t1.5\n2\t2.5\n\n",
        b' close ,day\n"1.5",a\n2.5\n',
        b'close,day\n"1,5",a\n"2,5",b\n',
        b"close\n1,5\n2,5\n",
    ],
)
def test_tables_of_other_programs(table):
    assert read(table, raw=True).values.tolist() == [1.5, 2.5]


def test_commas_between_thousands_are_none_of_a_number():
    table = b'close,day\n999,a\n"1,001",b\n"-1,234,567.5",c\n'
    assert read(table, raw=True).values.tolist() == [999, 1001, -1234567.5]


def test_a_missing_number_lies_between_its_neighbours():
    with pytest.warns(InputWarning, match="1 of 3 numbers of column 'close' are missing"):
        curve = read(b"close\n10\nNA\n30\n", raw=True)
    assert curve.values.tolist() == [10, 20, 30]


def test_a_column_without_changes_is_low():
    assert np.all(read(b"close\n7\n7\n", low=0.25).values == 0.25)
    assert read(b"close\n7\n").at(3.0) == 0


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            b"day,clsoe\n1,2\n",
            "no column 'close' .did you mean clsoe... its columns are day, clsoe",
        ),
        (b"", "no column 'close'; its columns are none"),
        (b"close\n1\nhigh\n", "row 3 of column 'close' is 'high', which is no number"),
        (b"close\nNA\n", "column 'close' holds no numbers"),
        (b"close\n", "column 'close' holds no numbers"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
    ],
)
def test_what_is_wrong_is_one_sentence(table, said):
    with pytest.raises(BadInput, match=said):
        read(table)
