from __future__ import annotations

import typer

from dreamgen.cli.shared.help_words import word_help


def command_with(text: str):
    app = typer.Typer(add_completion=False)
    app.command(help=text)(lambda: None)
    return word_help(typer.main.get_command(app))


def test_paragraphs_fill_lines_and_what_is_indented_stays():
    text = "One.\n\nTwo lines\nof one paragraph.\n\n    a --flag\n    b\n\nExample: x"
    assert command_with(text).help == (
        "One.\n\nTwo lines of one paragraph.\n\n    a --flag\n    b\n\nExample: x"
    )


def test_a_command_without_a_word_about_it_has_no_help():
    assert command_with("").help == ""
