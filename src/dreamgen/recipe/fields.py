"""The kinds of value that a recipe holds: read from text or tables, and written back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, ValidationInfo

from dreamgen.errors import BadInput
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import Term, read_call, read_calls, read_sum
from dreamgen.recipe.formula import read_formula
from dreamgen.recipe.paper import USUAL_DPI, is_sheet, read_print_size
from dreamgen.recipe.values import Size
from dreamgen.recipe.weights import Weight, build_ramp, check_weight
from dreamgen.recipe.writing import write, write_sum


def _read_call(value: Any) -> Any:
    if isinstance(value, str):
        return _apply_reader(read_call, value)
    return _apply_reader(Call.from_table, value) if isinstance(value, Mapping) else value


def _read_calls(value: Any) -> Any:
    if isinstance(value, str):
        return _apply_reader(read_calls, value)
    items = [value] if isinstance(value, Mapping | Call) else value
    return tuple(_read_call(item) for item in items) if isinstance(items, Sequence) else items


def _read_partial_call(value: Any) -> Any:
    """Read ``name(key=value)``, a table with ``use``, or a table of parameters alone."""
    if isinstance(value, Mapping) and "use" not in value:
        return Call("", (), dict(value))
    return _read_call(value)


def _write_partial_call(call: Call) -> str | dict[str, Any]:
    return write(call) if call.use else dict(call.params)


def _read_backbone(value: Any) -> Any:
    """Keep a plain name as it is; write a table or a call as text."""
    if isinstance(value, Mapping):
        value = _apply_reader(Call.from_table, value)
    return write(value) if isinstance(value, Call) else value


def _read_sum(value: Any) -> Any:
    if isinstance(value, str):
        return _apply_reader(read_sum, value)
    items = [value] if isinstance(value, Mapping) else value
    if not isinstance(items, Sequence):
        return items
    if not items:
        raise ValueError("must name at least one component")
    return tuple(
        _apply_reader(_read_term, item) if isinstance(item, Mapping) else item for item in items
    )


def _read_term(table: Mapping[str, Any]) -> Term:
    rest = {key: value for key, value in table.items() if key != "weight"}
    return Term(Call.from_table(rest), _read_weight(table.get("weight", 1.0)))


def _read_weight(value: Any) -> Weight:
    if isinstance(value, str):
        value = read_call(value) if value.lstrip().startswith("ramp") else read_formula(value)
    elif isinstance(value, Mapping):
        value = Call.from_table(value)
    ramp = isinstance(value, Call) and value.use == "ramp"
    return build_ramp(value.args, value.params) if ramp else check_weight(value)


def _apply_reader(read: Any, value: Any) -> Any:
    try:
        return read(value)
    except BadInput as problem:
        raise ValueError(str(problem)) from None


def _read_size(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, tuple | list) and len(value) == 2:
        value = "x".join(map(str, value))
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d+)(?:x(\d+))?(?:(?<=\d) (sheet))?", value.strip().lower())
    dpi = (info.data or {}).get("dpi") or USUAL_DPI
    if match:
        width, height = int(match[1]), int(match[2]) if match[2] else None
        sheet = height is not None and match[3] is not None
    elif printed := read_print_size(value, dpi):
        width, height = printed
        sheet = is_sheet(value)
    else:
        raise ValueError(
            "must be pixels for the longest side, as 800, or width x height, as 900x500, "
            "or of a print, as A3, A3-landscape, 42x60cm or 16x20in"
        )
    if not all(32 <= side <= 16384 for side in (width, height or width)):
        made = f"; at {dpi} dpi it is {_write_size(Size(width, height))}" if not match else ""
        raise ValueError(f"a side must be 32 to 16384 pixels{made}")
    return Size(width, height, sheet)


def _write_size(size: Size) -> str | int:
    if size.height is None:
        return size.width
    return f"{size.width}x{size.height}{' sheet' if size.sheet else ''}"


def _read_time(value: Any) -> Any:
    """Read seconds, or 1:30 and 1:02:03.5 as players show them."""
    match = re.fullmatch(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d*)?)", str(value).strip())
    if not match or isinstance(value, bool):
        raise ValueError("must be a time, as 12.5 in seconds, 0:12 or 1:02:03")
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return 3600 * hours + 60 * minutes + seconds


def _check_device(value: Any) -> Any:
    if not re.fullmatch(r"auto|cpu|mps|cuda(:(\d{1,3}|all))?", str(value)):
        raise ValueError("must be auto, cpu, mps, cuda, one of several as cuda:1, or cuda:all")
    return value


def _read_memory(value: Any) -> Any:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([MG])I?B", str(value).strip().upper())
    count = float(match[1]) * 2 ** {"M": 20, "G": 30}[match[2]] if match else value
    if not isinstance(count, int | float) or isinstance(count, bool) or not 2**20 <= count < 2**50:
        raise ValueError("must be an amount of memory, as 800MB or 2GB")
    return round(count)


def _write_memory(count: int) -> str:
    return f"{count / 2**20:g}MB"


def _check_text(value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        raise ValueError("must not be empty")
    return value


def _check_file(value: Any) -> Any:
    if value == "-":
        raise ValueError("standard input is for the input alone; a file must have a name")
    return _check_text(value)


def _check_colour(value: Any) -> Any:
    from PIL import ImageColor

    try:
        ImageColor.getrgb(str(value))
    except ValueError:
        raise ValueError("must be a CSS colour, as white or #f4efe4") from None
    return value


CallField = Annotated[Call, BeforeValidator(_read_call), PlainSerializer(write)]
PartialCallField = Annotated[
    Call, BeforeValidator(_read_partial_call), PlainSerializer(_write_partial_call)
]
BackboneField = Annotated[str, BeforeValidator(_read_backbone)]
CallsField = Annotated[
    tuple[Call, ...],
    BeforeValidator(_read_calls),
    PlainSerializer(lambda calls: [write(c) for c in calls]),
]
SumField = Annotated[tuple[Term, ...], BeforeValidator(_read_sum), PlainSerializer(write_sum)]
SizeField = Annotated[Size, BeforeValidator(_read_size), PlainSerializer(_write_size)]
TimeField = Annotated[float, BeforeValidator(_read_time)]
TextField = Annotated[str, BeforeValidator(_check_text)]
FileField = Annotated[str, BeforeValidator(_check_file)]
ColourField = Annotated[str, BeforeValidator(_check_colour)]
DeviceField = Annotated[str, BeforeValidator(_check_device)]
MemoryField = Annotated[int, BeforeValidator(_read_memory), PlainSerializer(_write_memory)]
