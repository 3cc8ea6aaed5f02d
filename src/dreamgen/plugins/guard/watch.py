"""Watch the methods of plugins' components; the built-ins are left alone, and cost nothing."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from dreamgen.plugins.guard.blame import Origin, PluginFault, blame, pass_on, tell
from dreamgen.plugins.guard.require import require
from dreamgen.plugins.guard.rules import RULES, Rule


def watch(component: type, kind: str, who: str) -> None:
    """Let the methods of a plugin's class that dreamgen calls name the plugin when they fail.

    The class stays the same object, with its fields; only its methods are replaced, once. What they
    raise, or return against the rules of their kind, becomes a :class:`PluginFault`.
    """
    origin = Origin(who, component.__module__)
    for name, rule in RULES.get(kind, {}).items():
        found = inspect.getattr_static(component, name, None)
        function = getattr(found, "__func__", found)
        if not inspect.isfunction(function) or not _is_of_plugin(function):
            continue
        watched = _watch_method(function, component, origin, rule)
        setattr(component, name, type(found)(watched) if found is not function else watched)


def _is_of_plugin(function: Any) -> bool:
    is_ours = function.__module__.partition(".")[0] == "dreamgen"
    return not is_ours and not hasattr(function, "is_watched")


def _watch_method(
    function: Callable[..., Any], component: type, origin: Origin, rule: Rule
) -> Callable[..., Any]:
    if function.__name__ == "write":
        function = _with_frames_passed_on(function)
    watched = _watch_function(function, origin, rule, skip=1)

    @functools.wraps(function)
    def method(this: Any, *arguments: Any, **named: Any) -> Any:
        kind = this if isinstance(this, type) else type(this)
        # A subclass that calls super() is watched itself, under its own name.
        call = watched if kind is component else function
        return call(this, *arguments, **named)

    method.is_watched = True  # type: ignore[attr-defined]
    return method


def _watch_function(
    function: Callable[..., Any], origin: Origin, rule: Rule, skip: int = 0
) -> Callable[..., Any]:
    """Return a function that is watched; ``skip``: how many arguments its rule does not know."""
    name = getattr(function, "__name__", "call")
    doing = "its function" if name == "<lambda>" else name

    def call(*arguments: Any, **named: Any) -> Any:
        given = [*arguments[skip:], *named.values()]
        before = list(_list_versions(given)) if rule.keeps else []
        with blame(origin, doing, rule.spare):
            found = function(*arguments, **named)
        try:
            rule.check(found, *given)
            kept = not rule.keeps or before == list(_list_versions(given))
            require(kept, "it changes what it is given: work on a copy")
        except AssertionError as wrong:
            told = tell(str(wrong), doing, _find_definition(function))
            raise PluginFault(origin.who, told) from None
        return _watch_function(found, origin, rule.returns) if rule.returns else found

    return call


def _with_frames_passed_on(write: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(write)
    def passing(output: Any, frames: Iterable[Any], *rest: Any, **named: Any) -> Any:
        is_made_already = isinstance(frames, list | tuple)
        return write(output, frames if is_made_already else pass_on(frames), *rest, **named)

    return passing


def _list_versions(values: Iterable[Any]) -> Iterator[tuple[int, int]]:
    """Yield each tensor among the values, or in them, and how often it was changed in place."""
    for value in values:
        if isinstance(value, list | tuple):
            yield from _list_versions(value)
        elif dataclasses.is_dataclass(value):
            yield from _list_versions(vars(value).values())
        elif hasattr(value, "_version") and not value.is_inference():
            yield id(value), value._version


def _find_definition(function: Any) -> str:
    code = getattr(inspect.unwrap(function), "__code__", None)
    return f"{Path(code.co_filename).name}:{code.co_firstlineno}" if code else ""
