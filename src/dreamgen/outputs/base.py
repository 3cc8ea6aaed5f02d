"""From frames to a file."""

from __future__ import annotations

import warnings
from abc import abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from dreamgen.errors import InputWarning
from dreamgen.plugins.component import Component

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame
    from dreamgen.outputs.moving.sound import Sound


class Output(Component):
    """Frames in, file out. ``suffixes`` says which file names choose it.

    A file of ``suffixes_if_named`` is written only where the recipe names the output.

    ``moving`` outputs write every frame, the others the last one. Where ``even`` is true, the
    format takes only frames of even width and height. One that works ``in_place`` is handed the
    final path, a folder, and puts whole files into it. One that does not keep ``alpha`` shows what is
    transparent as white. One for ``any_length`` holds no frames in memory, so that a zoom may have no
    end. One that ``streams`` hands on each frame as it comes, so that a player can show it at once.
    """

    suffixes: ClassVar[tuple[str, ...]] = ()
    suffixes_if_named: ClassVar[tuple[str, ...]] = ()
    moving: ClassVar[bool] = False
    even: ClassVar[bool] = False
    in_place: ClassVar[bool] = False
    keeps_alpha: ClassVar[bool] = True
    any_length: ClassVar[bool] = False
    streams: ClassVar[bool] = False

    @classmethod
    def writes(cls, path: Path) -> bool:
        """Say whether a path chooses this output; by default by its suffix."""
        return path.suffix.lower() in cls.suffixes

    def at(self, path: Path) -> Output:
        """Return the output as it writes to ``path``, whose name may say more than its kind."""
        return self

    def place(self, path: Path) -> Path:
        """Return what is written for ``path``: of one that works ``in_place``, the folder."""
        return path

    def check(self) -> None:
        """Raise BadInput if this machine lacks what it needs; called before anything is dreamed."""

    def check_result(self, path: Path, size: tuple[int, int], recipe: str) -> None:
        """Raise BadInput if no file at ``path`` could hold a result; called before it is dreamed.

        ``size`` is the width and height of a frame in pixels, ``recipe`` the text to be embedded.
        """

    def holds_alpha(self) -> bool:
        """Say whether what is transparent stays so, where that depends on parameters."""
        return self.keeps_alpha

    def with_sound(self, sound: Sound) -> Output:
        """Return the output as it writes a film with this sound; itself where it holds none."""
        name = next(iter(self.suffixes), "") or "a folder"
        text = f"{name} holds no sound: .mp4, .mov and .webm do"
        warnings.warn(text, InputWarning, stacklevel=2)
        return self

    def endless(self) -> Output:
        """Return the output as it writes frames without an end: what is written plays at any time."""
        return self

    def is_taken(self, path: Path) -> bool:
        """Say whether writing to ``path`` would replace something that is there."""
        return path.exists()

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        """Return the text that ``write`` embedded in a file or folder.

        None if ``path`` is not of its kind, carries none or cannot be read, and by default.
        Raise BadInput if it may well carry one but this machine lacks what reading it needs.
        """
        return None

    def stream(self, frames: Iterable[Frame], file: BinaryIO, recipe: str) -> None:
        """Write to a file that is open already, a pipe perhaps; asked only of what ``streams``."""
        raise NotImplementedError

    @abstractmethod
    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write to ``path``, which the caller moves into place, with the recipe's text embedded."""
