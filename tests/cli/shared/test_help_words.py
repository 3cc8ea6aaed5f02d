from __future__ import annotations

from typing import Annotated

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


def test_defaults_are_told_as_a_sentence_and_floats_without_noughts():
    app = typer.Typer(add_completion=False)

    @app.command()
    def go(
        fps: Annotated[float, typer.Option(help="Frames a second.")] = 10.0,
        side: int = 3,
        loud: bool = False,
    ) -> None:
        """Go."""

    told = {each.name: each.help for each in word_help(typer.main.get_command(app)).params}
    assert told == {"fps": "Frames a second. Default: 10.", "side": "Default: 3.", "loud": None}


def test_brackets_are_no_styles():
    assert (
        command_with("Tables [[render]] and [OPTIONS].").help
        == r"Tables [\[render]] and [OPTIONS]."
    )
