"""What a sheet shows beside its recipe: noted in the file, so that the sheet can be made again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dreamgen.errors import BadInput, make_printable
from dreamgen.recipe.validation import describe_problem

KEY = "sheet"
"""Where it stands in the table of what a result was made by."""


class Sheet(BaseModel):
    """One picture varied: by concept or else by channel or else by layer.

    It is data alone, and grants nothing: every picture of the sheet could be rendered by itself.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    layers: str | None = Field(None, description="as 1-6, 2,4,6 or a glob; all if left out")
    channels: str | None = Field(
        None, description="as 6:0-15, 6:all, 6:strongest:8; as :0-15 of the recipe's layer"
    )
    concepts: str | None = Field(None, description="names with commas between them, or all")
    columns: int | None = Field(None, ge=1, description="pictures in a row")
    with_source: bool = Field(True, description="begin with the picture that is dreamed from")
    heading: str = Field("", description="the line above the pictures")

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
        return self.model_dump(exclude_none=True)
