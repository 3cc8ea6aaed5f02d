"""The base class of every component."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

LIMIT: JsonDict = {"limit": True}
"""``json_schema_extra`` of a parameter that a recipe from elsewhere may not raise above its default."""


class Component(BaseModel):
    """Anything that a recipe can name: its fields are its parameters, its methods what it does.

    Declare every parameter as ``name: type = Field(default, ge=..., description="...")``. From the
    fields come validation, error messages, the recipe's form and ``dreamgen components NAME``. The
    class's docstring says what the component does.

    A component is frozen, so renders may share it: what changes during a render is kept elsewhere.
    It knows neither the command line, nor the registry, nor files that no argument names.

    Raises:
        pydantic.ValidationError: for an unknown parameter, or a value that is not allowed. A
            recipe turns it into BadInput, which names the key.

    >>> from pydantic import Field
    >>> class Glow(Component):
    ...     amount: float = Field(0.2, ge=0, le=1, description="share of the gradient")
    >>> Glow(amount=0.5)
    Glow(amount=0.5)
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, allow_inf_nan=False
    )
