"""What this plugin offers; nothing heavy is imported here."""

from __future__ import annotations

from dreamgen import Entry, hookimpl

dreamgen_api = "1.0"  # the version of the hook API that this is written for


@hookimpl
def dreamgen_commands() -> list[Entry]:
    return [
        Entry("bestiary", "dreamgen_bestiary.cli:app", "Draw, train and test dreamgen's network.")
    ]
