from __future__ import annotations

import os
import shutil
import sys

import pytest

from dreamgen.cli.shared.tables import format_table, print_paragraphs

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


@pytest.mark.parametrize("width", [40, 80])
def test_paragraphs_fill_a_terminal(width, monkeypatch, capsys):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((width, 20)))
    text = "Two short lines\nof one paragraph. " + "words " * 30 + "\n\n    code stays"
    print_paragraphs(text)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    assert lines[0].startswith("    Two short lines of one")
    assert lines[-1] == "        code stays"
    assert " ".join(lines).split() == text.split()
