"""What a sheet shows: its kind of file, its headings, and each picture with its caption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

from dreamgen.cli.shared.naming import Target
from dreamgen.cli.shared.sheet_cells import describe
from dreamgen.cli.shared.write_command import write_flags
from dreamgen.errors import BadInput
from dreamgen.outputs.pages.sheet_page import SheetPage
from dreamgen.outputs.sheets.finished_picture import FinishedPicture
from dreamgen.outputs.sheets.grid import Cell, Grid, Heading
from dreamgen.outputs.sheets.sheet import draw_grid
from dreamgen.outputs.stills.by_suffix import BY_SUFFIX
from dreamgen.outputs.stills.still import Still
from dreamgen.recipe.call import Call
from dreamgen.recipe.sheet import Sheet
from dreamgen.render.finishing import apply_effects
from dreamgen.render.job import Job
from dreamgen.render.plan import Plan
from dreamgen.render.saving.save import find_output
from dreamgen.render.session import Session
from dreamgen.tasks.grid.axis import Axis
from dreamgen.tasks.grid.choice import Choice

if TYPE_CHECKING:
    from PIL import Image
    from torch import Tensor

    from dreamgen.outputs.base import Output

MOST_CELLS = 4096
"""Pictures of a sheet: no layer that anyone would look through is wider."""


def check_axes(axes: Sequence[Axis], plan: Plan) -> None:
    """Raise BadInput for layers that no objective looks at, and for what all pictures share."""
    for axis in axes:
        if axis.key.partition(".")[0] == "output":
            raise BadInput(
                f"--vary {axis.name}: a sheet is one file, written in one way; for a file of each "
                "picture, -o is a folder or a template"
            )
    varied = {axis.key for axis in axes}
    if "layer" in varied and not {"objective", "preset"} & varied and not plan.uses_layer:
        raise BadInput("layer: the objective names its own layers, so to vary it would do nothing")


def check_count(axes: Sequence[Axis]) -> None:
    """Raise BadInput for more pictures than :data:`MOST_CELLS`."""
    count = prod(map(len, axes))
    if count > MOST_CELLS:
        raise BadInput(
            f"a sheet holds {MOST_CELLS} pictures at most, and this asks for {count:,}: a folder's "
            "name after -o makes files of them"
        )


def choose_kind(plan: Plan, target: Target, sheet: Sheet, session: Session) -> Still | None:
    """Return the still picture that a name asks for, or None for a page."""
    path, recipe = target.name, plan.recipe
    is_page = path.suffix.lower() in SheetPage.suffixes
    if sheet.columns is not None and (is_page or len(sheet.vary) > 1):
        what = "a page" if is_page else "a table"
        raise BadInput(f"{path}: {what} arranges itself, so --columns does nothing")
    if is_page and recipe.output != Call(""):
        raise BadInput(f"{path}: a page arranges itself, so output does nothing")
    if is_page:
        return None
    kind = find_output(recipe, path, session.registry)
    if not isinstance(kind, Still):
        raise BadInput(f"{path}: a sheet is written as {', '.join(BY_SUFFIX)}, .html")
    return kind


def choose_output(grid: Grid, kind: Still | None, sheet: Sheet) -> Output:
    """Return what writes a grid: as a picture of a kind, or as a page."""
    if kind is None:
        return SheetPage(grid=grid)
    return FinishedPicture(image=draw_grid(grid, sheet.columns), kind=kind)


def make_grid_of(job: Job, axes: Sequence[Axis], sheet: Sheet) -> Grid:
    """Return the grid of a sheet without its pictures; ``job`` has the one they are dreamed from."""
    headings = [[_heading(choice) for choice in axis] for axis in axes]
    source = Cell(_image(_source(job)), "the original") if sheet.with_source else None
    return Grid([], headings, sheet.heading, source)


def make_cell(image: Image.Image, choices: Sequence[Choice], sheet: Sheet) -> Cell:
    """Return a picture with what was chosen for it as its caption and in its command."""
    flags = write_flags({choice.key: choice.value for choice in choices})
    return Cell(image, describe(choices), flags, f"{sheet.heading} {flags}")


def blank(size: tuple[int, int]) -> Image.Image:
    """Return what stands in the place of a picture that could not be made."""
    from PIL import Image, ImageDraw

    from dreamgen.outputs.sheets.lettering import FAINT, load_font, type_size

    image = Image.new("RGB", size, "#ececec")
    middle = (size[0] / 2, size[1] / 2)
    font = load_font(type_size(size[0]))
    ImageDraw.Draw(image).text(middle, "not made", FAINT, font, anchor="mm")
    return image


def _heading(choice: Choice) -> Heading:
    return Heading(choice.caption, write_flags({choice.key: choice.value}))


def _source(job: Job) -> Tensor:
    """Return the picture that is dreamed from, after those effects that show more of any picture."""
    from dreamgen.imaging.picture import Frame

    frame = Frame(job.picture.pixels, job.picture.alpha)
    only = [effect for effect in job.effects if effect.suits_sources]
    return apply_effects(frame, replace(job, effects=only)).flatten()


def _image(pixels: Tensor) -> Image.Image:
    from dreamgen.imaging.dither import to_rgb

    return to_rgb(pixels)
