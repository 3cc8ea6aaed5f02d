"""Make a zoom or a film, or many: what the commands for moving pictures share."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dreamgen.cli.shared.compose import check_layer_is_used, compose_recipe
from dreamgen.cli.shared.dry_run import print_dry_run
from dreamgen.cli.shared.how import How
from dreamgen.cli.shared.make import make
from dreamgen.cli.shared.many_inputs import are_many, make_inputs
from dreamgen.cli.shared.naming import STANDARD_OUTPUT, Target, usual_name
from dreamgen.cli.shared.report import Report
from dreamgen.cli.shared.watch import list_inputs, watch_result
from dreamgen.errors import BadInput
from dreamgen.loaders.films.folder import holds_frames
from dreamgen.recipe.keywords import Kind
from dreamgen.render.saving.destination import Destination
from dreamgen.render.saving.resume import is_done
from dreamgen.render.saving.save import usual_suffix
from dreamgen.tasks.finished import check_finished
from dreamgen.tasks.requests.sources import IsWhole, is_many, never
from dreamgen.tasks.task import Task


@dataclass(frozen=True)
class Moving:
    """What a command for moving pictures was asked for.

    kind:     what it makes.
    suffix:   of a result whose name is not given.
    """

    kind: Kind
    suffix: str
    inputs: Sequence[str]
    out: Path | None
    flags: dict[str, Any]
    how: How
    vary: Sequence[str] | None = None
    watching: bool = False
    poster: Path | None = None

    def make(self) -> None:
        """Make one result, or many, or one again and again. Raise BadInput for what cannot be."""
        if self._are_many():
            self._make_many()
        elif self.watching:
            watch_result(self._make_one, self.out, self.how, self._list_files)
        else:
            self._make_one(self.how.force)

    @property
    def _is_whole(self) -> IsWhole:
        return holds_frames if self.kind == "film" else never

    def _are_many(self) -> bool:
        how = self.how
        asked = are_many((), self.out, False, how.on, self.vary, how.prove, moving=True)
        return asked or is_many(self.inputs, self._is_whole)

    def _make_many(self) -> None:
        for flag, is_given in {"--poster": self.poster, "--watch": self.watching}.items():
            if is_given:
                raise BadInput(f"{flag}: goes with one result, and there may be many {self.kind}s")
        given = self.inputs, self.out, self.flags, self.how, self.suffix
        make_inputs(*given, kind=self.kind, vary=self.vary, is_whole=self._is_whole)

    def _make_one(self, force: bool) -> None:
        session, how = self.how.session, self.how
        source = self.inputs[0] if self.inputs else None
        if how.resume and self.out in (None, STANDARD_OUTPUT):
            raise BadInput("--resume: say with -o which file is to be gone on with")
        recipe = compose_recipe(source, self.flags, session, moving=True)
        if recipe.is_endless:
            self._check_endless()
        suffix = usual_suffix(
            recipe, session.registry, ".y4m" if recipe.is_endless else self.suffix
        )
        target = Target(self.out, usual_name(source, self.flags.get("preset"), suffix), force)
        poster = None if self.poster is None else Target(self.poster, self.poster, force)
        if not (how.dry_run or how.resume):
            target.check(recipe)
        plan = session.plan(recipe)
        check_layer_is_used(plan.uses_layer, self.flags)
        if how.dry_run:
            print_dry_run(how, plan, target)
            return
        if how.resume and self.out is not None and is_done(self.out):
            self._tell_finished(target, Task(0, plan.recipe, self.out))
            return
        given = session, plan, target, how.quiet
        make(*given, resume=how.resume, poster=poster, as_json=how.as_json)

    def _tell_finished(self, target: Target, task: Task) -> None:
        """Say that there is nothing to go on with. Raise BadInput if what is there is of others."""
        report = Report(self.how.as_json, target)
        recipe = check_finished(task, self.how.session.registry)
        if not self.how.quiet:
            print(f"{task.out} is finished already", file=sys.stderr)
        report.print(Destination(task.out), task.out, recipe, kept=True)

    def _check_endless(self) -> None:
        """Raise BadInput for what does not go with a zoom that has no end."""
        if self.how.resume:
            raise BadInput("--endless: an endless zoom is not gone on with; leave out --resume")
        if self.watching:
            raise BadInput("--endless: an endless zoom is never done; leave out --watch")
        if self.out is None:
            raise BadInput("--endless: say with -o where to: a folder's name, or - for a player")

    def _list_files(self) -> set[Path]:
        """Return the files that the result is made of, frames in a folder among them."""
        files = list_inputs(self.inputs, self.flags, self.how.session, kind=self.kind)
        return files | set(_list_frames(self.inputs))


def _list_frames(words: Sequence[str]) -> Iterator[Path]:
    for folder in map(Path, words):
        if folder.is_dir():
            yield from (path for path in folder.iterdir() if path.is_file())
