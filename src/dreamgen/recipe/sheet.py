"""What a sheet shows beside its recipe: noted in the file, so that the sheet can be made again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dreamgen.errors import BadInput, make_printable
from dreamgen.recipe.validation import describe_problem

KEY = "sheet"
"""Where it stands in the table of what a result was made by."""
UNSET = "unset"
"""In a cell's table: the keys that the recipe of the sheet has, and the cell's has not."""


class Sheet(BaseModel):
    """One recipe varied along the axes of a grid.

    It is data alone, and grants nothing: every picture of the sheet could be rendered by itself.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    vary: list[str] = Field([], description="the axes, as seed=1..16 or layer=all")
    cells: list[dict[str, Any]] = Field(
        [], description="how each recipe differs, where the axes alone would not tell"
    )
    columns: int | None = Field(None, ge=1, description="pictures in a row")
    with_source: bool = Field(True, description="begin with the picture that is dreamed from")
    together: int | None = Field(
        None, ge=1, description="neighbours dreamed together; left out: as many as is fast"
    )
    heading: str = Field("", description="the command of what all pictures share")

    @model_validator(mode="before")
    @classmethod
    def _read_old_keys(cls, values: Any) -> Any:
        """Sheets of releases before the axes had one of layers, channels and concepts."""
        if not isinstance(values, Mapping) or "vary" in values:
            return values
        heading = values.get("heading")
        if isinstance(heading, str):  # which said what to add to the command, too
            values = {**values, "heading": heading.partition("  and what")[0]}
        for old, axis in (("concepts", "concept"), ("channels", "channel"), ("layers", "layer")):
            if old not in values:
                continue
            if not isinstance(values[old], str):
                raise ValueError(f"{old} must be text")
            return {**values, "vary": [f"{axis}={values[old].removeprefix(':')}"]}
        return {**values, "vary": ["layer=all"]}

    @classmethod
    def read(cls, table: Any, label: str) -> Sheet:
        """Return the sheet of a table found in the file ``label``; raise BadInput for an odd one."""
        try:
            sheet = cls.model_validate(table)
        except ValidationError as problem:
            raise BadInput(f"{label}: made.{KEY}: {describe_problem(problem, cls)}") from None
        if sheet.heading.isprintable():
            return sheet
        return sheet.model_copy(update={"heading": make_printable(sheet.heading)})

    def table(self) -> Mapping[str, Any]:
        """Return the table that :meth:`read` reads."""
        full = self.model_dump(exclude_none=True)
        return {key: value for key, value in full.items() if value != [] or key == "vary"}
