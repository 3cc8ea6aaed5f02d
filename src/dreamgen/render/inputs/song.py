"""The song that goes with a film or a zoom, in place of its own sound."""

from __future__ import annotations

import warnings
from pathlib import Path

from dreamgen.curves.base import Soundtrack
from dreamgen.errors import BadInput, InputWarning
from dreamgen.outputs.moving.decode_sound import measure_sound
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.schema import Recipe
from dreamgen.render.inputs.beside import FilesBeside
from dreamgen.render.inputs.moved_files import MovedFiles
from dreamgen.render.inputs.named_file import check_named_file
from dreamgen.render.permissions import Permissions
from dreamgen.render.timeline.names import Offer

LONGEST = 600.0
"""Seconds that a zoom lasts for its song's sake alone."""


def find_song(recipe: Recipe, registry: Registry) -> Soundtrack | None:
    """Return the sound that a recipe's curves give to what is made, or None."""
    return Offer(recipe, registry).sound if recipe.curves else None


def measure_song(song: Soundtrack) -> float:
    """Return how long a song is from its start on, in seconds. Raise BadInput if it has no sound."""
    check_named_file(song.file)
    if not Path(song.file).stat().st_size:
        raise BadInput(f"{song.file} is empty")
    seconds = measure_sound(song.file) - song.start
    if seconds <= 0:
        raise BadInput(
            f"{song.file} lasts {seconds + song.start:.2f} s, and start is {song.start:g}"
        )
    return seconds


def check_song(song: Soundtrack | None, recipe: Recipe, files: FilesBeside) -> None:
    """Note a song, if there is one, and raise BadInput where it has no sound."""
    if song is None:
        return
    files.data(song.file)
    measure_song(song)
    why = "a zoom without an end has no sound" if recipe.is_endless else ""
    why = why if recipe.is_moving else "a still is silent, and its formulas take moment 0"
    if why:
        text = f"{song.file} is not heard: {why}"
        warnings.warn(text, InputWarning, stacklevel=2)


def last_as_long(
    recipe: Recipe, registry: Registry, permissions: Permissions, files: MovedFiles
) -> Recipe:
    """Return a zoom that lasts as long as its song if nothing says how long; others as they are."""
    zoom = recipe.zoom
    if zoom is None or zoom.endless or "seconds" in zoom.model_fields_set:
        return recipe
    song = find_song(files.find(recipe), registry)
    if song is None:
        return recipe
    permissions.check_file(song.file)
    seconds = measure_song(song)
    if seconds > LONGEST:
        text = f"{song.file} lasts {seconds / 60:.0f} minutes, and the zoom the first"
        warnings.warn(
            f"{text} {LONGEST / 60:g}: --seconds changes that", InputWarning, stacklevel=2
        )
    lasts = {"seconds": round(min(LONGEST, seconds), 3)}
    return recipe.model_copy(update={"zoom": zoom.model_copy(update=lasts)})
