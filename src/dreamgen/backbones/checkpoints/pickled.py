"""Read a pickle as data, without running it.

A pickle is a program for a stack machine, which may call any function (the comments of CPython's
Lib/pickletools.py define it). Here its opcodes only build plain values: a call becomes a ``Made``,
which says what would have been called. Nothing is imported, hashed or compared but text and
numbers, so the work is linear in the file.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

MOST = 500_000  # opcodes, a second or two; the largest networks with their optimisers have fewer


@dataclass(frozen=True, eq=False, slots=True)
class Global:
    """A class or function by its full name, as ``collections.OrderedDict``."""

    name: str


@dataclass(frozen=True, eq=False, slots=True)
class Made:
    """What calling a class or function would have made."""

    by: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Persistent:
    """What the pickle leaves to its surroundings: in torch's files, a storage."""

    key: Any


@dataclass
class _Machine:
    stack: list[Any] = field(default_factory=list)
    below: list[list[Any]] = field(default_factory=list)
    memo: dict[int, Any] = field(default_factory=dict)
    persistent: list[Persistent] = field(default_factory=list)

    def push(self, value: Any) -> None:
        self.stack.append(value)

    def pop(self) -> Any:
        return self.stack.pop()

    def mark(self) -> None:
        self.below.append(self.stack)
        self.stack = []

    def pop_to_mark(self) -> list[Any]:
        items, self.stack = self.stack, self.below.pop()
        return items

    def tuple_of(self, count: int) -> None:
        items = [self.pop() for _ in range(count)]
        self.push(tuple(reversed(items)))

    def drop(self) -> None:
        """Drop the topmost value, or a mark with nothing above it."""
        if self.stack:
            self.pop()
        else:
            self.pop_to_mark()

    def call(self, arguments: Any, function: Any) -> None:
        self.push(_call(function, arguments if isinstance(arguments, tuple) else ()))

    def set_items(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if isinstance(target, dict):
            pairs = zip(items[::2], items[1::2], strict=True)
            target.update((key, value) for key, value in pairs if isinstance(key, str | int))

    def extend(self, items: list[Any]) -> None:
        if isinstance(self.stack[-1], list):
            self.stack[-1].extend(items)

    def leave_out(self, key: Any) -> None:
        self.persistent.append(Persistent(key))
        self.push(self.persistent[-1])

    def make_dict(self, items: list[Any]) -> None:
        self.push({})
        self.set_items(items)

    def make_object(self, items: list[Any]) -> None:
        self.push(_call(items[0], tuple(items[1:])))

    def make_with_names(self) -> None:
        self.pop()
        self.call(self.pop(), self.pop())

    def name_from_stack(self) -> None:
        name, module = self.pop(), self.pop()
        self.push(_name(" ".join((module, name))))  # a TypeError for anything but text


def read_pickle(file: BinaryIO, persistent: list[Persistent] | None = None) -> Any:
    """Return the pickle's value, in dicts, lists, tuples, text, numbers, Made and Persistent.

    The file is left where the pickle ends. ``persistent`` collects what it leaves out. Sets come
    back as lists, and items with other keys than text and whole numbers are dropped. Raises
    ValueError for anything that is no pickle, and for one of more than half a million opcodes.
    """
    machine = _Machine(persistent=[] if persistent is None else persistent)
    try:
        for _ in range(MOST):
            opcode = _OPCODES[file.read(1)]
            if opcode.name == "STOP":
                return machine.pop()
            _OPERATIONS[opcode.name](machine, _read_argument(opcode, file))
    except (LookupError, UnicodeError, OverflowError, TypeError, AttributeError) as error:
        raise ValueError("the pickle is damaged") from error
    raise ValueError("the pickle is too long")


def _read_argument(opcode: pickletools.OpcodeInfo, file: BinaryIO) -> Any:
    if opcode.arg is None:
        return None
    # pickletools would warn of escapes that Python does not know.
    match opcode.arg.name:
        case "stringnl":
            return _read_line(file)[1:-1]
        case "stringnl_noescape":
            return _read_line(file)
        case "stringnl_noescape_pair":
            return f"{_read_line(file)} {_read_line(file)}"
    return opcode.arg.reader(file)


def _read_line(file: BinaryIO) -> str:
    return file.readline().removesuffix(b"\n").decode("latin-1")


def _call(function: Any, arguments: tuple[Any, ...]) -> Any:
    name = function.name if isinstance(function, Global) else "something"
    if name == "collections.OrderedDict":
        pairs = arguments[0] if arguments and isinstance(arguments[0], list) else []
        return {pair[0]: pair[1] for pair in pairs if isinstance(pair[0], str | int)}
    return {} if name == "collections.defaultdict" else Made(name, arguments)


def _ignore(value: Any) -> None:
    """An object's own state, and what is dropped, count for nothing."""


def _name(argument: str) -> Global:
    return Global(argument.replace(" ", "."))


_OPCODES = {opcode.code.encode("latin-1"): opcode for opcode in pickletools.opcodes}
_VALUES = """INT BININT BININT1 BININT2 LONG LONG1 LONG4 FLOAT BINFLOAT STRING BINSTRING SHORT_BINSTRING
UNICODE BINUNICODE SHORT_BINUNICODE BINUNICODE8 BINBYTES SHORT_BINBYTES BINBYTES8 BYTEARRAY8"""
_GETS, _PUTS = "GET BINGET LONG_BINGET", "PUT BINPUT LONG_BINPUT"

_OPERATIONS: dict[str, Callable[[_Machine, Any], None]] = {
    **dict.fromkeys(_VALUES.split(), lambda m, value: m.push(value)),
    **dict.fromkeys(_GETS.split(), lambda m, place: m.push(m.memo[place])),
    **dict.fromkeys(_PUTS.split(), lambda m, place: m.memo.__setitem__(place, m.stack[-1])),
    **dict.fromkeys(["PROTO", "FRAME"], lambda m, _: None),
    "MEMOIZE": lambda m, _: m.memo.__setitem__(len(m.memo), m.stack[-1]),
    "NONE": lambda m, _: m.push(None),
    "NEWTRUE": lambda m, _: m.push(True),
    "NEWFALSE": lambda m, _: m.push(False),
    "MARK": lambda m, _: m.mark(),
    "POP": lambda m, _: m.drop(),
    "POP_MARK": lambda m, _: _ignore(m.pop_to_mark()),
    "DUP": lambda m, _: m.push(m.stack[-1]),
    "EMPTY_DICT": lambda m, _: m.push({}),
    "EMPTY_LIST": lambda m, _: m.push([]),
    "EMPTY_SET": lambda m, _: m.push([]),
    "EMPTY_TUPLE": lambda m, _: m.push(()),
    "TUPLE1": lambda m, _: m.tuple_of(1),
    "TUPLE2": lambda m, _: m.tuple_of(2),
    "TUPLE3": lambda m, _: m.tuple_of(3),
    "TUPLE": lambda m, _: m.push(tuple(m.pop_to_mark())),
    "LIST": lambda m, _: m.push(m.pop_to_mark()),
    "FROZENSET": lambda m, _: m.push(m.pop_to_mark()),
    "DICT": lambda m, _: m.make_dict(m.pop_to_mark()),
    "SETITEM": lambda m, _: m.set_items([m.pop(), m.pop()][::-1]),
    "SETITEMS": lambda m, _: m.set_items(m.pop_to_mark()),
    "APPEND": lambda m, _: m.extend([m.pop()]),
    "APPENDS": lambda m, _: m.extend(m.pop_to_mark()),
    "ADDITEMS": lambda m, _: m.extend(m.pop_to_mark()),
    "GLOBAL": lambda m, name: m.push(_name(name)),
    "STACK_GLOBAL": lambda m, _: m.name_from_stack(),
    "REDUCE": lambda m, _: m.call(m.pop(), m.pop()),
    "NEWOBJ": lambda m, _: m.call(m.pop(), m.pop()),
    "NEWOBJ_EX": lambda m, _: m.make_with_names(),
    "INST": lambda m, name: m.push(_call(_name(name), tuple(m.pop_to_mark()))),
    "OBJ": lambda m, _: m.make_object(m.pop_to_mark()),
    "BUILD": lambda m, _: _ignore(m.pop()),
    "PERSID": lambda m, key: m.leave_out(key),
    "BINPERSID": lambda m, _: m.leave_out(m.pop()),
}
