"""The name of a result: the one given with -o, or else the first free one of several."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import typer

from dreamgen.errors import BadInput
from dreamgen.outputs.base import Output
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.texts import list_texts
from dreamgen.render.saving.destination import (
    Destination,
    check_place,
    check_sources,
    claim,
    claim_first_free,
    is_device,
    open_device,
    stream_to,
)
from dreamgen.render.saving.read_recipe import read_recipe
from dreamgen.render.saving.resume import has_work, is_unfinished
from dreamgen.render.saving.save import numbered

STANDARD_OUTPUT = Path("-")
ADVICE = "--force replaces it"


@dataclass(frozen=True)
class Target:
    """Where a command is to write.

    given:   the name after -o.
    usual:   what a result is called without one, numbered where that is taken: rex-dream.png.
    force:   what is there already is replaced without asking, and nothing is numbered.
    sources: files that the result is made from, besides those that its recipe names.
    """

    given: Path | None
    usual: Path
    force: bool = False
    sources: tuple[Path, ...] = ()

    @property
    def name(self) -> Path:
        """A name whose suffix says what is written."""
        if self.given is None:
            return self.usual
        stream = Path(f"dream{self.given.suffix or self.usual.suffix}")
        return stream if self.is_stream else self.given

    @property
    def is_stream(self) -> bool:
        """Whether the bytes go to standard output, or to a device, in place of a file."""
        return self.given is not None and (self.given == STANDARD_OUTPUT or is_device(self.given))

    @property
    def is_file(self) -> bool:
        """Whether a file has been named with -o."""
        return self.given is not None and not self.is_stream

    def check(self, recipe: Recipe) -> None:
        """Raise BadInput at once, before anything slow, for a file that may not be replaced.

        :meth:`claim` looks again, asks where somebody can answer, and refuses all the rest.
        """
        if self.given is None or self.is_stream:
            return
        check_sources(self.given, self._sources(recipe))
        self.check_free()

    def check_free(self) -> None:
        """Raise BadInput if a file is there that may not be replaced, and nobody can be asked."""
        if self.given is None or self.is_stream:
            return
        is_there = bool(self.given.suffix) and os.path.isfile(self.given)  # noqa: PTH113
        if is_there and not (self.force or _can_ask()):
            raise BadInput(f"{self.given} exists already: {ADVICE}")

    def check_place(self, output: Output, recipe: Recipe) -> None:
        """Raise BadInput if nothing could be put where -o says; what is there already may be."""
        if self.given is not None and not self.is_stream:
            check_sources(self.given, self._sources(recipe))
            check_place(output.place(self.given), output.in_place)

    @contextmanager
    def claim(
        self,
        output: Output,
        recipe: Recipe,
        registry: Registry,
        unfinished: Path | None = None,
    ) -> Iterator[Destination]:
        """Hold the name, or open the stream, until the result is written.

        Raise BadInput for what may not be replaced. ``unfinished`` is the zoom that is gone on
        with: files that its interruption left are completed.
        """
        given = self.given or (self.usual if self.force else None)
        if given is None:
            names = (name for name in numbered(self.usual) if not has_work(name))
            with claim_first_free(names, output) as destination:
                yield destination
        elif given == STANDARD_OUTPUT:
            yield stream_to(_open_standard_output(), self.name, output, "standard output")
        elif is_device(given):
            with open_device(given, self.name, output) as destination:
                yield destination
        else:

            def is_own(path: Path) -> bool:
                recipe = _recipe_in(path, registry) if unfinished else None
                return unfinished is not None and is_unfinished(recipe, unfinished)

            with claim(
                given,
                output,
                sources=self._sources(recipe),
                may_replace=self._may_replace,
                is_own=is_own,
                advice=ADVICE,
            ) as destination:
                if not unfinished and not self.force and has_work(given):
                    raise BadInput(
                        f"{given} has unfinished work: --resume goes on with it, and --force "
                        "begins anew"
                    )
                yield destination

    def _sources(self, recipe: Recipe) -> list[str | Path]:
        return [*list_texts(recipe), *self.sources]

    def _may_replace(self, path: Path) -> bool:
        if self.force or not _can_ask():
            return self.force
        try:
            return typer.confirm(f"{path} exists already; replace it?", err=True)
        except typer.Abort:  # the end of the input instead of an answer
            return False


def _can_ask() -> bool:
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr.isatty())


def usual_name(source: str | None, preset: str | None, suffix: str) -> Path:
    """Return what a result is called in the working directory: rex-reptile-skin.png."""
    stem = "dream"
    if source is not None and source != "-":
        stem = Path(source.rpartition(":")[2] if source.startswith("sample:") else source).stem
    name = Path(preset).stem if preset else "dream"
    parts = [name] if source is None or stem == name else [stem, name]
    return Path("-".join(parts) + suffix)


def print_path(destination: Destination, path: Path) -> None:
    """Print where a result is, byte for byte as it is called; nothing for one that was streamed."""
    if destination.stream is not None:
        return
    line = os.fsencode(path) + b"\n"
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None or os.name == "nt":
        typer.echo(line.decode(errors="replace"), nl=False)
    else:
        sys.stdout.flush()
        raw.write(line)
        raw.flush()


def _open_standard_output() -> BinaryIO:
    if sys.stdout is None:
        raise BadInput("standard output is closed")
    return sys.stdout.buffer


def _recipe_in(path: Path, registry: Registry) -> str | None:
    try:
        return read_recipe(path, registry)
    except BadInput:
        return None
