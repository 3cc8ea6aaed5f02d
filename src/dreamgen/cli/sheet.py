"""dreamgen sheet: a contact sheet of a film, or one picture out of it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dreamgen.cli.shared.command_options import Columns, Force
from dreamgen.cli.shared.json_output import Json
from dreamgen.cli.shared.place import read_out
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles

if TYPE_CHECKING:
    from dreamgen.loaders.films.reel import Reel
    from dreamgen.plugins.registry import Registry

USUAL_COUNT, USUAL_WIDTH = 12, 320
MOST_PICTURES = 400


def sheet(
    film: Annotated[
        Path, typer.Argument(help="A video, an animation, or a folder of frames.", metavar="FILM")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="The result; its suffix chooses the format.",
            metavar="FILE",
            parser=read_out,
        ),
    ] = None,
    count: Annotated[
        int | None,
        typer.Option(
            "--count",
            min=1,
            max=MOST_PICTURES,
            help=f"Number of pictures. Default: {USUAL_COUNT}.",
        ),
    ] = None,
    columns: Columns = None,
    width: Annotated[
        int | None,
        typer.Option(
            "--width",
            min=32,
            max=4096,
            help=f"Width of each picture in pixels. Default: {USUAL_WIDTH}.",
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", help="Write only the picture at this time, as 2.5 or 1:02."),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", help="Where the part shown begins, as 0:10.")
    ] = None,
    stop: Annotated[str | None, typer.Option("--to", help="Where it ends, as 0:20.")] = None,
    every: Annotated[
        float | None,
        typer.Option("--every", min=0.01, help="Seconds between pictures, in place of --count."),
    ] = None,
    fps: Annotated[
        float | None,
        typer.Option(
            "--fps",
            min=0.01,
            max=240,
            help="Frames per second of a folder of frames. Default: their own, or 25.",
        ),
    ] = None,
    force: Force = False,
    as_json: Json = False,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
) -> None:
    """Set pictures of a film, evenly spread over it, on one sheet; or write one of them as a poster.

    The recipe of a film that dreamgen made is in the sheet and in the poster too.

    Example: dreamgen sheet zoom.mp4 --count 20 -o sheet.png

    Example: dreamgen sheet clip.mp4 --from 1:00 --every 5 --columns 6 -o shots.png

    Example: dreamgen sheet zoom.mp4 --at 2.5 -o poster.png
    """
    from dreamgen.cli.shared.film_sheet import draw_film_sheet, drop_alpha
    from dreamgen.cli.shared.naming import Target, usual_name
    from dreamgen.cli.shared.plugin_options import open_registry
    from dreamgen.cli.shared.report import Report
    from dreamgen.errors import BadInput
    from dreamgen.loaders.films.moments import show_at
    from dreamgen.loaders.films.open_film import open_film
    from dreamgen.outputs.sheets.finished_picture import FinishedPicture
    from dreamgen.outputs.stills.by_suffix import BY_SUFFIX
    from dreamgen.outputs.stills.still import Still
    from dreamgen.recipe.numbering import is_there
    from dreamgen.recipe.schema import Recipe
    from dreamgen.render.inputs.named_file import check_named_file
    from dreamgen.render.saving.save import find_output, save

    own = {"--count": count, "--columns": columns, "--width": width, "--every": every}
    for flag, given in (own | {"--from": start, "--to": stop}).items():
        if at is not None and given is not None:
            raise BadInput(f"{flag}: is for a sheet, and --at asks for one picture")
    if every is not None and count is not None:
        raise BadInput("--every: says how many pictures there are; leave out --count")
    registry = open_registry(plugin, no_plugins)
    name = "sheet" if at is None else "poster"
    target = Target(out, usual_name(str(film), name, ".png"), force, (film,))
    target.check(Recipe())
    report = Report(as_json, target)
    if not is_there(film):
        check_named_file(str(film))
    kind = find_output(Recipe(), target.name, registry)
    if not isinstance(kind, Still):
        raise BadInput(f"{target.name}: a {name} is written as {', '.join(BY_SUFFIX)}")
    if not is_there(film):
        check_named_file(str(film))
    recipe = _find_recipe(film, registry)
    reel = open_film(film, fps or _read_rate(recipe))
    with target.claim(kind, Recipe(), registry) as place:
        if at is None:
            part = _read_part(start, stop, film, reel)
            pictures = show_at(reel, _choose_moments(reel, part, count or USUAL_COUNT, every))
            image = draw_film_sheet(film.name, reel, pictures, width or USUAL_WIDTH, columns)
        else:
            (shown,) = show_at(reel, [_read_moment("--at", at, film, reel)])
            image = shown.image if kind.keeps_alpha else drop_alpha(shown.image)
        kind.check_result(place.path, image.size, recipe)
        output = FinishedPicture(image=image, kind=kind)
        report.print(place, save([], place, output, recipe), recipe)


def _read_part(start: str | None, stop: str | None, film: Path, reel: Reel) -> tuple[float, float]:
    """Return where the part of a film that is shown begins and ends, in seconds."""
    from dreamgen.errors import BadInput

    begin = 0.0 if start is None else _read_moment("--from", start, film, reel)
    end = reel.seconds if stop is None else _read_moment("--to", stop, film, reel)
    if begin >= end:
        raise BadInput(f"--from: {begin:g} s is not before the end, {end:g} s")
    return begin, end


def _choose_moments(
    reel: Reel, part: tuple[float, float], count: int, every: float | None
) -> list[float]:
    """Return the moments that are shown: spread evenly, or so many seconds apart."""
    from dreamgen.errors import BadInput
    from dreamgen.loaders.films.moments import spread_moments

    if every is None:
        return spread_moments(reel, count, *part)
    start, stop = part
    count = math.ceil((stop - start) / every - 1e-6)
    if count > MOST_PICTURES:
        raise BadInput(
            f"--every {every:g}: makes {count} pictures; a sheet has {MOST_PICTURES} at most"
        )
    return [start + number * every + 0.5 / reel.rate for number in range(count)]


def _read_moment(flag: str, text: str, film: Path, reel: Reel) -> float:
    from pydantic import TypeAdapter, ValidationError

    from dreamgen.cli.shared.film_sheet import write_time
    from dreamgen.errors import BadInput
    from dreamgen.recipe.fields import TimeField

    try:
        moment: float = TypeAdapter(TimeField).validate_python(text)
    except ValidationError:
        raise BadInput(f"{flag} {text}: must be a time, as 2.5 in seconds, or 1:02") from None
    if moment > reel.seconds:
        raise BadInput(f"{flag} {text}: {film} is {write_time(reel.seconds)} long")
    return moment


def _find_recipe(film: Path, registry: Registry) -> str:
    """Return the recipe in a film; empty for one that dreamgen did not make."""
    from dreamgen.errors import BadInput
    from dreamgen.render.saving.read_recipe import read_recipe

    try:
        return read_recipe(film, registry)
    except BadInput:
        return ""


def _read_rate(recipe: str) -> float | None:
    """Return the frames per second of a zoom that dreamgen made."""
    from dreamgen.recipe.composing import compose, split_embedded

    values, _ = split_embedded(recipe, "film")
    zoom = compose([("film", values)]).zoom
    return None if zoom is None else zoom.fps
