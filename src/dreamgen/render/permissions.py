"""What a render may do beyond computing: granted by whoever calls, never by a recipe."""

from __future__ import annotations

from dataclasses import dataclass

from dreamgen.errors import BadInput


@dataclass(frozen=True)
class Permissions:
    """What a caller allows. No preset, recipe or picture can set any of it.

    run_code:   run code that the input holds, as a script does that draws a figure.
    read_files: read files that a recipe names beside its input: masks, guides, weights.
    download:   fetch weights that are not in the cache.
    advice:     how to allow more, for the end of a refusal.
    """

    run_code: bool = False
    read_files: bool = True
    download: bool = True
    advice: str = "pass Permissions that allow it"

    def check_code(self, name: str) -> None:
        """Raise BadInput unless the code in an input may be run."""
        if not self.run_code:
            raise BadInput(f"{name} is a script, and reading it would run it: {self.advice}")

    def check_file(self, name: str) -> None:
        """Raise BadInput unless a file that a recipe names beside its input may be read."""
        if not self.read_files:
            raise BadInput(f"the recipe would read {name}: {self.advice}")


EVERYTHING = Permissions(run_code=True)
FOREIGN = Permissions(read_files=False, download=False)
"""For the recipe inside somebody else's file: it may read its own input, and nothing more."""
