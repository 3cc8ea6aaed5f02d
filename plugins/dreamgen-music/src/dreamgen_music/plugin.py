"""What this plugin offers; nothing heavy is imported here."""

from __future__ import annotations

from pathlib import Path

from dreamgen import Entry, Option, hookimpl

dreamgen_api = "1.1"  # the version of the hook API that this is written for


@hookimpl
def dreamgen_curves() -> list[Entry]:
    return [Entry("music", "dreamgen_music.music:Music", "beats, hits, loudness, bands of a song")]


@hookimpl
def dreamgen_options() -> list[Option]:
    return [
        Option("--music", "curves", 'A song to dream to: --motion "zoom(1.5 + beat)".', use="music")
    ]


@hookimpl
def dreamgen_commands() -> list[Entry]:
    return [
        Entry(
            "curves", "dreamgen_music.command:curves", "Draw what is heard in a song, or list it."
        )
    ]


@hookimpl
def dreamgen_presets() -> list[Path]:
    return [Path(__file__).parent / "presets"]
