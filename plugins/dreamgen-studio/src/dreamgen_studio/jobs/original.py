"""The film that a film was dreamed from, frame beside frame, for pages to compare them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from dreamgen import DreamError, Frame, Recipe, Session, StopAscent, save_frames

Job = Any
"""What a session prepares."""


def write_original(
    job: Job, path: Path, session: Session, count: int, check: Callable[[], None]
) -> bool:
    """Write the first frames of a film as they were before it was dreamed; return whether it is there.

    They have the size, the rate and the part of the dream. Without them the dream is none the worse:
    what fails here is passed over. A wish to keep what is there is one to keep this too.
    """
    plain = replace(job, recipe=job.recipe.model_copy(update={"output": Recipe().output}))

    def play() -> Iterator[Frame]:
        for number, picture in enumerate(islice(job.footage.without_masks().play(), count)):
            with suppress(StopAscent):
                check()
            yield Frame(picture.pixels, picture.alpha, None, number, count, 1 / job.rate)

    with suppress(DreamError, OSError):
        save_frames(play(), path, plain, session, overwrite=True)
    return path.exists()
