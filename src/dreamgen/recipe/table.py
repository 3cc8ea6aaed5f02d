"""The tables of a recipe: keys and values, where a number may be a formula of the time."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self, Union, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError

from dreamgen.errors import BadInput
from dreamgen.recipe.formula import Formula, NoFormula, read_formula, read_layer_formula

PLAIN = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, allow_inf_nan=False)


class Table(BaseModel):
    """A table of a recipe.

    ``changes`` names the keys that may change during a film or a zoom. A number among them may be
    given as a formula: it is kept aside, and its field has the default until the formula is evaluated.
    """

    model_config = PLAIN
    changes: ClassVar[tuple[str, ...]] = ()
    _formulas: dict[str, Formula] = PrivateAttr(default_factory=dict)

    @property
    def formulas(self) -> Mapping[str, Formula]:
        """The formulas that stand for numbers, by key; not those inside components."""
        return self._formulas

    @property
    def given(self) -> set[str]:
        """The keys that were given a value or a formula."""
        return {*self.model_fields_set, *self._formulas}

    def with_formulas(self, formulas: Mapping[str, Formula]) -> Self:
        """Return the table with other formulas in place of its own."""
        changed = self.model_copy()
        changed._formulas = dict(formulas)
        return changed

    @model_validator(mode="wrap")
    @classmethod
    def _keep_formulas_aside(cls, values: Any, handler: Any) -> Any:
        if not isinstance(values, Mapping):
            return handler(values)
        found = {
            key: cls._read_number(key, value)
            for key, value in values.items()
            if cls._may_be_formula(key)
        }
        formulas = {key: value for key, value in found.items() if isinstance(value, Formula)}
        plain = {key: found.get(key, value) for key, value in values.items() if key not in formulas}
        table = handler(plain)
        table._formulas = formulas
        return table

    @model_serializer(mode="wrap")
    def _write_formulas(self, handler: SerializerFunctionWrapHandler):  # type: ignore[no-untyped-def]
        # Without a type of what it returns, JSON Schema has the fields.
        return handler(self) | {key: formula.text for key, formula in self._formulas.items()}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the keys. ``changes`` says that one may change during a film or a
        zoom, ``formula`` that it may be a formula too."""
        described = handler.resolve_ref_schema(handler(schema))
        for key, each in described.get("properties", {}).items():
            if key in cls.changes:
                each["changes"] = True
            if cls._may_be_formula(key):
                each["formula"] = True
        return described

    @classmethod
    def _may_be_formula(cls, key: str) -> bool:
        annotation = cls.model_fields[key].annotation if key in cls.changes else None
        return find_number(annotation) is not None or is_whole(annotation)

    @classmethod
    def _read_number(cls, key: str, value: Any) -> Any:
        """Return the formula in a text, or its value if that is always the same.

        Raise ValidationError for a text that is none, and for one that has no value.
        """
        if not isinstance(value, str):
            return value
        kind = find_number(cls.model_fields[key].annotation)
        try:
            return (read_layer_formula(value) or value) if kind is None else read_formula(value)
        except NoFormula:
            said = f"must be {'a whole number' if kind is int else 'a number'} or a formula"
            said += ", in which a path stands in quotes" if "(" in value and "/" in value else ""
        except BadInput as problem:
            said = str(problem)
        error = PydanticCustomError("formula", "{said}", {"said": said})
        details = InitErrorDetails(type=error, loc=(key,), input=value)
        raise ValidationError.from_exception_data(cls.__name__, [details])


def find_number(annotation: Any) -> type[int] | type[float] | None:
    """Return which kind of number a field holds; None for one that holds none, or text as well.

    >>> find_number(float | None), find_number(int | str)
    (<class 'float'>, None)
    """
    kinds = {*_iterate_kinds(annotation)}
    if kinds & {str, bool}:
        return None
    return float if float in kinds else int if int in kinds else None


def is_whole(annotation: Any) -> bool:
    """Say whether the numbers that a field holds, beside text or none, are whole ones.

    >>> is_whole(int | str), is_whole(float | None)
    (True, False)
    """
    kinds = {*_iterate_kinds(annotation)}
    return int in kinds and float not in kinds


def _iterate_kinds(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        for kind in get_args(annotation):
            yield from _iterate_kinds(kind)
    elif get_origin(annotation) is Annotated:
        yield from _iterate_kinds(get_args(annotation)[0])
    else:
        yield annotation
