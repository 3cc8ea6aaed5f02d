"""What a visitor asks for, and what it amounts to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from dreamgen import BadInput, Recipe

NOISE, SAMPLE = "noise", "sample:"

Name = Annotated[str, Field(max_length=100)]
Suffix = Annotated[str, Field(max_length=12)]
Kind = Literal["still", "zoom", "film"]
Text = Annotated[str, Field(max_length=4_000)]


class Request(BaseModel):
    """One dream that is asked for.

    Files are named only as uploads' ids, in ``source``, ``mask`` and within ``settings``; there by
    uploads' own names too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Name | None = Field(
        None, description="an upload's id, sample:NAME, noise; the preset's own if left out"
    )
    preset: Name | None = Field(None, description="a preset's name")
    settings: dict[Name, Text] = Field(
        {}, max_length=64, description="keys of the recipe and their values, as after --set"
    )
    mask: Name | None = Field(None, description="an upload's id: white where to dream")
    kind: Kind = "still"
    at: float = Field(
        0.0, ge=0, le=360_000, description="seconds into a film: the frame that a still is made of"
    )
    suffix: Suffix = Field(
        "", description="of the file that is made, as .webp; .png or .mp4 if left out"
    )


class Export(BaseModel):
    """Another kind of file that a finished dream is asked for as."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    suffix: Suffix
    settings: dict[Name, Text] = Field(
        {}, max_length=64, description="parameters of the output, as quality, and their values"
    )


@dataclass(frozen=True)
class Described:
    """A request, checked and written out.

    recipe:  with the names that uploads had on their owner's disk.
    toml:    the recipe as text: a preset for the command line.
    command: the command line that makes the same.
    name:    what the file that is made is called, as cat-dream.png.
    places:  where the files are that the recipe names; not for showing.
    permits: names of other files that it may read, as a preset's own; not for showing.
    """

    recipe: Recipe
    toml: str
    command: str
    name: str
    places: dict[str, str]
    permits: frozenset[str] = frozenset()


class FieldProblem(BadInput):
    """A sentence about one field of a request.

    field: a key of the recipe, source, mask or preset; empty if it is about the whole.
    """

    def __init__(self, message: str, field: str = ""):
        super().__init__(message)
        self.field = field


class Refused(BadInput):
    """The studio does not take this now, or not from this visitor: too many wait, too much is kept."""


class NotFound(BadInput):
    """There is no such upload, job or finished dream, or it is somebody else's."""
