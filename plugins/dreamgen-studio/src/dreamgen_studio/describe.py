"""From a request to its recipe, its TOML and its command line: the same dream at a shell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from dreamgen import (
    BadInput,
    MovedFiles,
    Permissions,
    Recipe,
    Session,
    find_named_files,
    read_setting,
    write_command,
)
from dreamgen_studio.bounds import check_bounds, check_film
from dreamgen_studio.files.films import Films
from dreamgen_studio.files.named import UPLOAD, NamedFiles
from dreamgen_studio.files.upload import Upload
from dreamgen_studio.files.uploads import Uploads
from dreamgen_studio.refusals import check_input, check_names, lead_to_weights
from dreamgen_studio.request import SAMPLE, Described, FieldProblem, Kind, Request
from dreamgen_studio.settings import Settings

NOT_HERE = "this studio does not allow it"
NO_FILM = "bring a video or an animation, and choose it as the source"
SUFFIXES: dict[Kind, str] = {"still": ".png", "zoom": ".mp4", "film": ".mp4"}
COMMANDS: dict[Kind, str] = {"still": "render", "zoom": "zoom", "film": "film"}
_FIELD = re.compile(r"--([\w.-]+): ")


class Describer:
    """Checks requests and writes them out. What a page sends is never taken for a path."""

    def __init__(self, session: Session, uploads: Uploads, films: Films, settings: Settings):
        self._session = session
        self._registry = session.registry
        self._uploads = uploads
        self._films = films
        self._settings = settings

    def describe(self, visitor: str, request: Request) -> Described:
        """Return a request's recipe; FieldProblem, with one sentence, for what cannot be used."""
        try:
            return self._describe(visitor, request)
        except FieldProblem:
            raise
        except BadInput as problem:
            raise _with_field(str(problem)) from None

    def permissions(self, described: Described) -> Permissions:
        """Return what the render of a request may do."""
        paths = frozenset(described.places.values())
        return self._permit(paths | described.permits)

    def _permit(self, files: frozenset[str]) -> Permissions:
        return Permissions(
            read_files=False,
            files=files,
            download=self._settings.download,
            lift_limits=not self._settings.shared,
            advice=NOT_HERE,
        )

    def _describe(self, visitor: str, request: Request) -> Described:
        check_names(request, self._registry)
        files = NamedFiles.find(visitor, request, self._uploads, self._films)
        moving = request.kind != "still"
        settings = {key: _read(key, text) for key, text in request.settings.items()}
        layers = [(f"--{key}", lead_to_weights(table, files)) for key, table in _sort(settings)]
        if request.mask is not None:
            layers.append(("--mask", {"mask": request.mask}))
        if request.kind == "film":
            layers.append(("film", {"film": {}}))
        permits = self._list_preset_files(request.preset, moving)
        recipe = files.name_all(self._compose(request, layers, moving, files, permits))
        check_input(recipe, request, files)
        source = request.source and files.names.get(request.source, request.source)
        suffix = self._choose_suffix(request, recipe)
        self._check_output(recipe, suffix, moving)
        name = name_result(source, request, suffix)
        described = Described(
            recipe,
            recipe.to_toml(),
            self._write_command(request, settings, recipe, files, name),
            name,
            {name: str(path) for name, path in files.paths.items()},
            permits,
        )
        self._check(described, self._find_film(visitor, request))
        return described

    def _compose(
        self,
        request: Request,
        layers: list[tuple[str, dict[str, Any]]],
        moving: bool,
        files: NamedFiles,
        permits: frozenset[str],
    ) -> Recipe:
        """Return the recipe of a request; what it has to look at for that are its own files."""
        moved = MovedFiles(files.paths)
        permissions = self._permit(permits.union(map(str, files.paths.values())))
        session = Session(self._registry, permissions, files=moved)
        try:
            return session.compose(request.source, request.preset, layers, moving)
        except BadInput as problem:
            raise BadInput(moved.restore_text(str(problem))) from None

    def _find_film(self, visitor: str, request: Request) -> Upload | None:
        """Return the film that is to be dreamed, if one is; FieldProblem where the source is none."""
        if request.kind != "film":
            return None
        if request.source is None or not UPLOAD.fullmatch(request.source):
            raise FieldProblem(NO_FILM, "source")
        upload = self._uploads.get(visitor, request.source)
        if not upload.is_film:
            raise FieldProblem(f"{upload.name} is no film: {NO_FILM}", "source")
        return upload

    def _check(self, described: Described, film: Upload | None) -> None:
        """Raise BadInput for components that do not fit, and for what goes beyond the bounds."""
        places = {name: Path(path) for name, path in described.places.items()}
        moved = MovedFiles(places)
        session = Session(self._registry, self.permissions(described), files=moved)
        try:
            plan = session.plan(described.recipe)
            if film is None:
                check_bounds(plan.recipe, plan.frames, session, self._settings)
            else:
                check_film(plan.recipe, film, self._settings)
        except BadInput as problem:
            raise BadInput(moved.restore_text(str(problem))) from None

    def _choose_suffix(self, request: Request, recipe: Recipe) -> str:
        moving, named = request.kind != "still", recipe.output.use
        allowed = list_suffixes(self._session, moving)
        if named:
            output = self._registry.load("outputs", named)
            if output.moving != moving or output.in_place:
                raise FieldProblem(f"{named} does not write a {request.kind} to one file", "output")
            allowed = list(output.suffixes)
        suffix = request.suffix or (allowed[0] if named else SUFFIXES[request.kind])
        if suffix not in allowed:
            what = named or f"a {request.kind}"
            raise FieldProblem(
                f"{what} is written as {', '.join(allowed)}, not {suffix!r}", "output"
            )
        return suffix

    def _check_output(self, recipe: Recipe, suffix: str, moving: bool) -> None:
        """Raise BadInput for parameters that the output of a suffix does not have, or not so."""
        fits = (
            name
            for name, output in self._registry.classes("outputs")
            if output.moving == moving and suffix in output.suffixes
        )
        name = recipe.output.use or next(fits)
        self._registry.build("outputs", replace(recipe.output, use=name), recipe.where("output"))

    def _list_preset_files(self, preset: str | None, moving: bool) -> frozenset[str]:
        if preset is None:
            return frozenset()
        alone = self._session.compose(None, preset, (), moving)
        return frozenset(find_named_files(alone, Permissions()))

    def _write_command(
        self,
        request: Request,
        settings: dict[str, Any],
        recipe: Recipe,
        files: NamedFiles,
        name: str,
    ) -> str:
        flags: dict[str, Any] = {} if request.preset is None else {"preset": request.preset}
        whole: list[str] = []
        written = recipe.model_dump()
        for key, text in request.settings.items():
            # Names of files are written as recipes quote them.
            value = _get_leaf(written if UPLOAD.search(text) else settings[key], key)
            if _is_plain(value):
                flags[key] = value
            else:
                whole.append(f"{key}={text}")
        if request.mask is not None:
            flags["mask"] = files.names[request.mask]
        if whole:
            flags["settings"] = whole
        source = request.source and files.names.get(request.source, request.source)
        return write_command(source, flags, COMMANDS[request.kind], out=name)


def name_result(source: str | None, request: Request, suffix: str) -> str:
    """Return what a result is called, as on the command line: cat-classic.png, cat-dream.png."""
    stem = PurePath((source or "").removeprefix(SAMPLE)).stem
    what = PurePath(request.preset or "dream").stem
    stem = stem.removesuffix(f"-{what}")  # of one that is dreamed on
    return "-".join(filter(None, [stem, what])) + suffix


def list_suffixes(session: Session, moving: bool) -> list[str]:
    """Return the suffixes of the single files that can be made, those asked for most first."""
    found = [
        suffix
        for _, output in session.registry.classes("outputs")
        if output.moving == moving and not output.in_place
        for suffix in output.suffixes
        if suffix
    ]
    return list(dict.fromkeys(found))


def _read(key: str, text: str) -> dict[str, Any]:
    try:
        return read_setting(f"{key}={text}")
    except BadInput as problem:
        raise FieldProblem(str(problem).removeprefix("--set "), key) from None


def _sort(settings: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    # A component before its parameters.
    yield from sorted(settings.items(), key=lambda pair: pair[0].count("."))


def _get_leaf(table: Any, key: str) -> Any:
    for part in key.split("."):
        table = table[part.strip()]
    return table


def _is_plain(value: Any) -> bool:
    """Say whether an option of the command line can hold a value."""
    items = value if isinstance(value, list) else [value]
    return all(isinstance(item, str | int | float) for item in items)


def _with_field(sentence: str) -> FieldProblem:
    """Return a problem that knows its field, if its sentence begins with the option that set it."""
    found = _FIELD.match(sentence)
    if found is None:
        return FieldProblem(sentence)
    return FieldProblem(sentence[found.end() :], found[1])
