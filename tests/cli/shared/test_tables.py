from __future__ import annotations

import pytest

from dreamgen.cli.shared.tables import format_table

ROWS = [("jitter", "a random shift of the picture before each look"), ("blur", "one filter")]


def test_a_pipe_gets_a_line_for_each_row():
    assert list(format_table(ROWS)) == [f"jitter  {ROWS[0][1]}", "blur    one filter"]
    assert list(format_table([])) == []


@pytest.mark.parametrize("width", [20, 30, 40, 50, 60])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(width):
    lines = list(format_table(ROWS, width))
    assert max(map(len, lines)) <= width
    assert " ".join(lines).split() == " ".join(format_table(ROWS)).split()


def test_a_column_too_narrow_for_words_goes_below():
    assert list(format_table(ROWS, 30))[-2:] == ["blur", "      one filter"]
    assert list(format_table(ROWS, 40))[-1] == "blur    one filter"


def test_control_characters_are_written_out():
    assert list(format_table([("a\x1b[2J", "b")])) == ["a\\x1b[2J  b"]
