"""The pictures of a sheet while they are made: one file each in a folder, whichever worker made it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.cli.shared.how import How
from dreamgen.cli.shared.many_progress import ManyProgress
from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.call import Call
from dreamgen.recipe.composing import compose, split_embedded
from dreamgen.recipe.schema import Recipe
from dreamgen.tasks.finished import check_finished
from dreamgen.tasks.grid.choice import Choice
from dreamgen.tasks.outcome import Outcome
from dreamgen.tasks.placing import Placing
from dreamgen.tasks.progress import Progress
from dreamgen.tasks.proof import Proof
from dreamgen.tasks.run import run_tasks
from dreamgen.tasks.task import Task

if TYPE_CHECKING:
    from PIL import Image

FAST = Call("png", (), {"compression": 1})
"""How pictures are written that only the sheet is made of."""


class Cells:
    """The pictures of a sheet as files, called by the digests of their recipes.

    Those that are there already are kept, as after an interruption; two that are alike are made
    once. ``captions`` say what tells each from the others.
    """

    def __init__(self, folder: Path, recipes: Sequence[Recipe], captions: Sequence[str]):
        self._folder = folder
        self._names = [_name(recipe) for recipe in recipes]
        self._recipes = dict(zip(self._names, recipes, strict=True))
        self._captions = dict(zip(self._names, captions, strict=True))
        self._problems: dict[str, str] = {}

    def make(self, how: How, together: int, proof: Proof) -> None:
        """Make all that are not there yet; ``together`` as for a worker."""
        registry = how.session.registry
        tasks = [task for task in self._tasks() if not _is_there(task, registry)]
        done = len(self._recipes) - len(tasks)
        with ManyProgress(len(self._recipes), how.quiet) as progress:

            def report(outcome: Outcome) -> None:
                nonlocal done
                done += 1
                caption = self._captions[outcome.task.out.name]
                if outcome.problem:
                    said = outcome.problem
                    self._problems[outcome.task.out.name] = (
                        said if caption in said else f"{caption}: {said}"
                    )
                progress.show(outcome.task.number, caption, done, outcome.skipped)

            def watch(task: Task, told: Progress) -> None:
                progress.show_worker(self._captions[task.out.name], told)

            executor, setup = how.find_executor(), how.setup(together)
            shown = None if how.quiet else watch
            run_tasks(tasks, executor, setup, Placing(registry), report, proof, shown)

    def _tasks(self) -> Iterator[Task]:
        for number, (name, recipe) in enumerate(self._recipes.items()):
            plain = recipe.model_copy(update={"output": FAST})
            yield Task(number, plain, self._folder / name)

    @property
    def problems(self) -> list[str]:
        """What went wrong, a sentence for each picture that could not be made."""
        return list(self._problems.values())

    @property
    def paths(self) -> list[Path | None]:
        """The file of each picture; None where there is none."""
        files = [self._folder / name for name in self._names]
        return [file if file.is_file() else None for file in files]

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return len(self._names)

    def count_made(self) -> int:
        """Return how many pictures are there."""
        return sum(path is not None for path in self.paths)

    def clear(self) -> None:
        """Remove the folder and the pictures in it."""
        with suppress(OSError):
            for path in self._folder.glob("*.png"):
                path.unlink()
            self._folder.rmdir()


def describe(choices: Sequence[Choice]) -> str:
    """Return what tells a picture from the others of a sheet."""
    return " · ".join(choice.caption for choice in choices)


def read_picture(path: Path) -> Image.Image:
    """Return a finished picture on white, of mode RGB."""
    from PIL import Image

    with Image.open(path) as image:
        if not image.has_transparency_data:
            return image.convert("RGB")
        whole = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole).convert("RGB")


def read_cell(path: Path | None, asked: Recipe) -> tuple[Recipe, Mapping[str, Any]]:
    """Return the complete recipe of a picture and what it was made by; as asked if it failed."""
    from dreamgen.recipe.embedding.embed import extract_recipe

    text = None if path is None else extract_recipe(path, "PNG")
    if text is None:
        return asked, {}
    values, made = split_embedded(text, str(path))
    recipe = compose([(str(path), values)])
    return recipe.model_copy(update={"output": asked.output}), made


def _name(recipe: Recipe) -> str:
    return f"{hashlib.sha256(recipe.to_toml().encode()).hexdigest()[:16]}.png"


def _is_there(task: Task, registry: Registry) -> bool:
    """Say whether a picture is finished; one that was made of something else is removed."""
    if not task.out.is_file():
        return False
    try:
        check_finished(task, registry)
    except BadInput:
        task.out.unlink()
        return False
    return True
