"""Formulas: numbers that change with the time, as ``1.5 + 0.8*beat``.

Parsed into Python's syntax tree, of which a few kinds of nodes are allowed, and never run as code.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from dreamgen.errors import BadInput
from dreamgen.recipe.call import Call
from dreamgen.recipe.values import shorten

LONGEST = 1000
"""Most characters of a formula."""
DEEPEST = 200
"""Most operations within each other."""
TIMES = ("t", "u", "pi")
"""The names that every formula knows: seconds from the start, share of the whole, and the number."""
FUNCTIONS = {
    "sin": 1,
    "cos": 1,
    "sqrt": 1,
    "abs": 1,
    "exp": 1,
    "log": 1,
    "floor": 1,
    "min": None,
    "max": None,
    "clamp": 3,
    "mix": 3,
    "smooth": 1,
}
"""How many numbers each takes; None: any number of them."""
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
_WORD = re.compile(r"[A-Za-z_]\w*")


class NoFormula(BadInput):
    """A text that is no formula, and may be meant as something else."""


@dataclass(frozen=True)
class Formula:
    """A number over time, as its text.

    >>> Formula("clamp(2*beat, 0, 1) + t/4").names
    frozenset({'beat'})
    """

    text: str

    @property
    def names(self) -> frozenset[str]:
        """The names in it that curves must offer."""
        nodes = list(_walk(self._tree))
        functions = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
        named = {
            node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in functions
        }
        return frozenset(named - {*TIMES})

    @property
    def calls(self) -> list[Call]:
        """The components in it that are called in place, as ``csv(prices.csv, close)``."""
        return [self._read_call(node) for node in _walk(self._tree) if _is_component(node)]

    @property
    def is_constant(self) -> bool:
        """Whether it is the same at all times."""
        return not any(
            _is_component(node) or (isinstance(node, ast.Name) and node.id not in FUNCTIONS)
            for node in _walk(self._tree)
        )

    def evaluate(self, values: Mapping[str, Any], find: Callable[[Call], Any]) -> Any:
        """Return its value, a float; or an array where ``values`` are arrays.

        ``values`` are by name, those of TIMES among them; ``find`` gives that of a component called
        in place. Raise BadInput for what has no finite value.
        """
        from dreamgen.recipe.arithmetic import Arithmetic

        return Arithmetic(values, lambda node: find(self._read_call(node))).evaluate(self._tree)

    def map_calls(self, change: Callable[[Call], Call], write: Callable[[Call], str]) -> Formula:
        """Return the formula with each component that it calls in place changed."""
        nodes = [node for node in _walk(self._tree) if _is_component(node)]
        text = self.text
        for node in sorted(nodes, key=lambda node: -node.col_offset):
            call = self._read_call(node)
            if (other := change(call)) != call:
                place = slice(_count(text, node.col_offset), _count(text, node.end_col_offset))
                text = text[: place.start] + write(other) + text[place.stop :]
        return Formula(text)

    @cached_property
    def _tree(self) -> ast.expr:
        return _parse(self.text)

    def _read_call(self, node: Any) -> Call:
        args = tuple(self._read_value(item) for item in node.args)
        params = {item.arg: self._read_value(item.value) for item in node.keywords}
        return Call(node.func.id, args, params)

    def _read_value(self, node: ast.expr) -> Any:
        """Return a parameter of a component called in place: what is no number is a text."""
        try:
            return ast.literal_eval(node)
        except ValueError:
            text = ast.get_source_segment(self.text, node) or ""
            return {"true": True, "false": False}.get(text, text)


class WholeFormula(Formula):
    """A formula in the place of a whole number: its value is rounded."""

    def evaluate(self, values: Mapping[str, Any], find: Callable[[Call], Any]) -> Any:
        return round(super().evaluate(values, find))


def read_formula(text: str) -> Formula | float:
    """Return a formula, or its value if that is always the same.

    Raise NoFormula for what is none, and BadInput, saying what is wrong, for one that has no value.
    """
    formula = Formula(" ".join(text.split()))
    _check(formula._tree, 0)
    return formula.evaluate({"pi": 0.0}, _never) if formula.is_constant else formula


def read_layer_formula(address: str, names: Collection[str] = ()) -> WholeFormula | None:
    """Return the formula that a layer's address is, or None if it may be a name or a glob.

    ``names`` are those that curves offer. ``conv-1`` and ``layer*.1`` could be formulas as well.
    Names hold neither spaces nor brackets, so what does is meant as a formula, whatever it names.
    Raise BadInput for such a one that has no value.
    """
    is_meant = " " in address.strip() or "(" in address
    try:
        found = address if address.isidentifier() else read_formula(address)
    except NoFormula:
        return None
    except BadInput:
        if is_meant:
            raise
        return None
    if not isinstance(found, Formula) or not (is_meant or found.names <= {*names}):
        return None
    return WholeFormula(found.text)


def is_function(name: str) -> bool:
    """Say whether a name, of a call or alone, is one that formulas have."""
    return name in FUNCTIONS or name in TIMES


def _never(call: Call) -> float:
    raise AssertionError("a constant calls no component")


@lru_cache(1024)
def _parse(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise BadInput(f"a formula has at most {LONGEST:,} characters, and this has {len(text):,}")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NoFormula(f"{shorten(text)!r} is no formula") from None


def _is_component(node: Any) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id not in FUNCTIONS
    )


def _walk(node: ast.AST) -> Iterator[Any]:
    """Yield the nodes of a formula; what is inside a component called in place is its own."""
    yield node
    if not _is_component(node):
        for child in ast.iter_child_nodes(node):
            yield from _walk(child)


def _check(node: Any, depth: int) -> None:
    """Raise BadInput for what no formula may hold."""
    if depth > DEEPEST:
        raise BadInput(f"the operations of a formula are nested at most {DEEPEST} deep")
    match node:
        case ast.Constant(value=value) if type(value) in (int, float):
            return
        case ast.Name(id=name):
            if name in FUNCTIONS:
                raise BadInput(f"{name} needs numbers in brackets, as {name}(t)")
            return
        case ast.UnaryOp(op=ast.UAdd() | ast.USub(), operand=operand):
            _check(operand, depth + 1)
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _OPERATORS):
            _check(left, depth + 1)
            _check(right, depth + 1)
        case ast.Call(func=ast.Name(id=name), args=args) if name in FUNCTIONS:
            _check_function(name, args, node.keywords)
            for item in args:
                _check(item, depth + 1)
        case ast.Call() if _is_component(node) and not _is_unpacking(node):
            return
        case _:
            raise NoFormula("a formula holds numbers, names, + - * / ** and functions")


def _is_unpacking(call: ast.Call) -> bool:
    """Say whether a call has parameters as ``*these`` or ``**those``."""
    starred = any(isinstance(item, ast.Starred) for item in call.args)
    return starred or any(item.arg is None for item in call.keywords)


def _check_function(name: str, args: list[ast.expr], keywords: list[ast.keyword]) -> None:
    wanted = FUNCTIONS[name]
    if keywords or not args or (wanted is not None and len(args) != wanted):
        many = {None: "numbers", 1: "one number"}.get(wanted, f"{wanted} numbers")
        raise BadInput(f"{name} takes {many}")


def _count(text: str, offset: int) -> int:
    """Return a place in a text, in characters, of one in UTF-8 bytes."""
    return len(text.encode()[:offset].decode())
