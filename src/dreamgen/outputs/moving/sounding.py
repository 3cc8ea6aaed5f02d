"""What outputs share whose files hold sound."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import PrivateAttr

from dreamgen.outputs.base import Output
from dreamgen.outputs.moving.sound import Sound, add_sound


class Sounding(Output):
    """An output that lays a film's sound under the video that it has written."""

    _sound: Sound | None = PrivateAttr(None)

    def with_sound(self, sound: Sound) -> Self:
        own = self.model_copy()
        own._sound = sound
        return own

    def lay_sound(
        self, video: Path, container: str, layout: Mapping[str, str], recipe: bytes
    ) -> None:
        """Lay the sound, if there is any, as :func:`add_sound` does."""
        if self._sound is not None:
            add_sound(video, self._sound, container, layout, recipe)
