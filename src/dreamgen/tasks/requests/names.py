"""What the results of many renders are called: templates such as ``dreams/{stem}-{seed}.png``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Any

from dreamgen.errors import BadInput, nearest
from dreamgen.recipe.schema import Recipe
from dreamgen.render.saving.save import numbered

USUAL = "{stem}-{preset}{varied}"
"""The name of a result in a folder."""
OWN = {
    "stem": "the input's name without its suffix",
    "preset": "the preset's name, or dream",
    "varied": "what else differs from other renders of the same input, as -seed-3",
    "number": "which of all it is, from 1",
}
"""What a template may hold besides the keys of a recipe."""
_UNSAFE = re.compile(r"[^\w.+=-]+")
_LONGEST = 60  # characters of one value


class Names:
    """Names by a template, the same ones whenever the same renders are named in the same order.

    Of two that would share a name, the second is numbered, unless ``taken`` is None: then nothing
    is remembered, so that a list may be of any length. ``varying`` are names of what varies, which
    a template may hold too.

    >>> names = Names("dreams/{stem}-{seed}.png", set())
    >>> [str(names.of(name, Recipe(seed=3), None, {}, 0)) for name in ("a/rex.svg", "b/rex.jpg")]
    ['dreams/rex-3.png', 'dreams/rex-3-2.png']
    """

    def __init__(
        self, template: str, taken: set[Path] | None = None, varying: Collection[str] = ()
    ):
        self._parts = list(_read(template, varying))
        self._taken = taken

    def of(
        self,
        source: str | None,
        recipe: Recipe,
        preset: str | None,
        varied: Mapping[str, str],
        number: int,
    ) -> Path:
        """Return the name of the ``number``-th result, from 0."""
        preset = varied.get("preset", preset)
        named = {field for _, field, _ in self._parts}
        others = [key for key in varied if key not in named]
        values: dict[str, Any] = {
            "stem": _stem_of(source),
            "preset": _make_safe(Path(preset).stem) if preset else "dream",
            "varied": "".join(f"-{_make_safe(key)}-{_make_safe(varied[key])}" for key in others),
            "number": number + 1,
        }
        text = ""
        for literal, field, form in self._parts:
            text += literal
            if field in OWN:
                text += format(values[field], form)
            elif field is not None:
                text += _make_safe(varied.get(field) or _value_of(recipe, field))
        if self._taken is None:
            return Path(text)
        name = next(name for name in numbered(Path(text)) if name not in self._taken)
        self._taken.add(name)
        return name


def template_of(
    out: Path | None,
    suffix: str,
    is_one: bool = False,
    varied: Sequence[str] = (),
    advice: str = "",
) -> str:
    """Return the template of what is given as the place of many results, or of nothing given.

    A folder gets results with the usual names and ``suffix``. Raise BadInput for one file's name
    unless there ``is_one`` result; the message says a template, with what is ``varied`` in it, and
    ends with ``advice``.
    """
    if out is not None and "{" in str(out):
        return f"{out}{suffix}" if out.name == USUAL else str(out)
    if out is not None and out.suffix and not out.is_dir():
        if is_one:
            return str(out)
        fields = "".join(f"-{{{name}}}" for name in ("stem", *varied))
        raise BadInput(
            f"-o {out} is one file, and there may be many results: give a folder, or a template "
            f'such as "{out.stem}{fields}{out.suffix}"{advice}'
        )
    folder = str(out or Path()).replace("{", "{{").replace("}", "}}")
    return str(Path(folder) / f"{USUAL}{suffix}")


def is_place_of_many(out: Path | None, moving: bool = False) -> bool:
    """Say whether a place is a folder or a template, and so for results of any number.

    If it is ``moving``, a folder may be the result itself: that of its frames.
    """
    return out is not None and ("{" in str(out) or (not moving and out.is_dir()))


def _read(template: str, varying: Collection[str]) -> Iterator[tuple[str, str | None, str]]:
    """Yield (text, field, format) of a template. Raise BadInput for what it may not hold."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        raise BadInput(
            f"-o {template}: its braces do not pair; {{{{ and }}}} are braces as such"
        ) from None
    for literal, field, form, _ in parts:
        if field is not None and field not in (*OWN, *varying) and not _is_key(field):
            known = [*OWN, *varying, *Recipe.model_fields]
            raise BadInput(
                f"-o {template}: there is no {{{field}}}{nearest(field, known)}; there are "
                f"{', '.join(OWN)} and the keys of a recipe"
            )
        if form and field != "number":
            raise BadInput(f"-o {template}: only {{number}} takes a format, as {{number:04}}")
        try:
            format(1, form or "")
        except ValueError:
            raise BadInput(f"-o {template}: {form!r} is no format of a number; 04 is one") from None
        yield literal, field, form or ""


def _is_key(field: str) -> bool:
    return field.partition(".")[0] in Recipe.model_fields


def _value_of(recipe: Recipe, key: str) -> str:
    value: Any = recipe.model_dump(mode="json")
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return "none" if value is None else str(value)


def _stem_of(source: str | None) -> str:
    name = source or "dream"
    return Path(name.removeprefix("sample:")).stem or "dream"


def _make_safe(text: str) -> str:
    return _UNSAFE.sub("-", text)[:_LONGEST].strip("-.") or "none"
