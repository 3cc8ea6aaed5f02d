"""What a render may do beyond computing: granted by whoever calls, never by a recipe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput, DreamError

if TYPE_CHECKING:
    from dreamgen.plugins.component import Component


@dataclass(frozen=True)
class Permissions:
    """What a caller allows. No preset, recipe or picture can set any of it.

    run_code:    run code that the input holds, as a script does that draws a figure.
    read_files:  read files that a recipe names beside its input: masks, guides, weights.
    files:       names of such files that may be read in any case.
    download:    fetch weights that are not in the cache.
    lift_limits: go beyond the usual memory, or a loader's usual time.
    limits:      keys of a recipe that may do so in any case, as memory or loader.patience.
    advice:      how to allow more, for the end of a refusal.
    """

    run_code: bool = False
    read_files: bool = True
    files: frozenset[str] = frozenset()
    download: bool = True
    lift_limits: bool = True
    limits: frozenset[str] = frozenset()
    advice: str = "pass Permissions that allow it"

    def check_code(self, name: str) -> None:
        """Raise BadInput unless the code in an input may be run."""
        if not self.run_code:
            raise BadInput(f"{name} is a script, and reading it would run it: {self.advice}")

    def check_file(self, name: str) -> None:
        """Raise BadInput unless a file that a recipe names beside its input may be read."""
        if not self.read_files and name not in self.files:
            raise BadInput(f"the recipe would read {name}: {self.advice}")

    @contextmanager
    def guard_download(self, name: str) -> Iterator[None]:
        """Raise BadInput if what is loaded inside needs weights that may not be downloaded."""
        if self.download:
            yield
            return
        from dreamgen.backbones.sources.hub import offline

        try:
            with offline():
                yield
        except BadInput:
            raise
        except DreamError:
            raise BadInput(
                f"the recipe would download the weights of {name}: {self.advice}"
            ) from None

    def check_limit(self, key: str, value: float, usual: float, unit: str = "") -> None:
        """Raise BadInput unless a key of a recipe may be ``value``, if that is beyond the usual."""
        allowed = self.lift_limits or {key, key.partition(".")[0]} & self.limits
        if value > usual and not allowed:
            raise BadInput(
                f"the recipe sets {key} to {value:g}{unit}, beyond the usual {usual:g}{unit}:"
                f" {self.advice}"
            )

    def check_limits_of(self, component: Component, at: str) -> None:
        """Raise BadInput unless every parameter marked as a :data:`LIMIT` may be what it is.

        ``at`` is the recipe's key for the component.
        """
        from dreamgen.plugins.component import LIMIT  # pydantic's: plugins' options need it not

        for name, field in type(component).model_fields.items():
            if field.json_schema_extra == LIMIT:
                self.check_limit(f"{at}.{name}", getattr(component, name), field.default)


EVERYTHING = Permissions(run_code=True)
FOREIGN = Permissions(read_files=False, download=False, lift_limits=False)
"""For the recipe inside somebody else's file: it may read its own input, and nothing more."""
