"""What this plugin offers; nothing heavy is imported here."""

from __future__ import annotations

from pathlib import Path

from dreamgen import Entry, hookimpl

dreamgen_api = "1.0"  # the version of the hook API that this is written for


@hookimpl
def dreamgen_regularisers() -> list[Entry]:
    return [Entry("mirror", "dreamgen_mirror.mirror:Mirror", "make the dream mirror-symmetric")]


@hookimpl
def dreamgen_presets() -> list[Path]:
    return [Path(__file__).parent / "presets"]
