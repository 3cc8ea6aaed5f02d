"""What this plugin offers; nothing heavy is imported here."""

from __future__ import annotations

from dreamgen import Entry, hookimpl

dreamgen_api = "1.1"


@hookimpl
def dreamgen_commands() -> list[Entry]:
    """Offer the command."""
    return [
        Entry("live", "dreamgen_live.command:live", "Dream what a camera or a screen shows, live.")
    ]
