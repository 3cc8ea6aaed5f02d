"""The arithmetic of formulas: a checked syntax tree to its value, over numbers or arrays."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dreamgen.errors import BadInput

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sin": np.sin,
    "cos": np.cos,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "exp": np.exp,
    "log": np.log,
    "floor": np.floor,
    "min": lambda *values: np.minimum.reduce(np.broadcast_arrays(*values)),
    "max": lambda *values: np.maximum.reduce(np.broadcast_arrays(*values)),
    "clamp": lambda value, low, high: np.minimum(np.maximum(value, low), high),
    "mix": lambda start, end, share: start + (end - start) * share,
    "smooth": lambda value: (share := np.clip(value, 0, 1)) ** 2 * (3 - 2 * share),
}
_OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
}


class Arithmetic:
    """Values by name, and what gives those of components that are called in place."""

    def __init__(self, values: Mapping[str, Any], find: Callable[[Any], Any]):
        self._values = {**values, "pi": np.pi}
        self._find = find

    def evaluate(self, tree: ast.expr) -> Any:
        """Return the value of a tree, a float or an array. Raise BadInput if it is not finite."""
        with np.errstate(all="ignore"):
            value = self._evaluate(tree)
        return value if np.ndim(value) else float(value)

    def _evaluate(self, node: Any) -> Any:
        match node:
            case ast.Constant(value=int() | float() as value):
                return _require_finite(_to_float(value), "a number in it")
            case ast.Name(id=name):
                return self._values[name]
            case ast.UnaryOp(op=op, operand=operand):
                value = self._evaluate(operand)
                return -value if isinstance(op, ast.USub) else value
            case ast.BinOp(left=left, op=op, right=right):
                return self._combine(op, self._evaluate(left), self._evaluate(right))
            case ast.Call(func=ast.Name(id=name), args=args) if name in _FUNCTIONS:
                return self._apply(name, [self._evaluate(item) for item in args])
        return self._find(node)

    def _combine(self, op: ast.operator, left: Any, right: Any) -> Any:
        if isinstance(op, ast.Div) and np.any(np.equal(right, 0)):
            raise BadInput("it divides by 0")
        result = _OPERATORS[type(op)](np.float64(left), right)
        return _require_finite(result, "a power" if isinstance(op, ast.Pow) else "it")

    def _apply(self, name: str, values: list[Any]) -> Any:
        least = np.min(values[0])
        if (name == "sqrt" and least < 0) or (name == "log" and least <= 0):
            raise BadInput(f"it takes {name} of {least:g}")
        return _require_finite(_FUNCTIONS[name](*values), name)


def _to_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:  # a whole number of hundreds of digits
        return np.inf


def _require_finite(value: Any, what: str) -> Any:
    if not np.all(np.isfinite(value)):
        raise BadInput(f"{what} is beyond all numbers")
    return value
