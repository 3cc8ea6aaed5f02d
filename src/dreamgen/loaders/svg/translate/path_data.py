"""Path data as absolute lines and cubic curves (SVG 2, Paths)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dreamgen.loaders.svg.translate.affine import Affine

Point = tuple[float, float]
_TOKEN = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_MOST_CHARACTERS = 1 << 20


@dataclass(frozen=True)
class Segment:
    """A command M, L, C or Z, and the points that it takes."""

    command: str
    points: tuple[Point, ...]


def read_path_data(text: str) -> list[Segment] | None:
    """Return a path's segments up to the first error, as renderers do; None for far too many."""
    if len(text) > _MOST_CHARACTERS:
        return None
    segments: list[Segment] = []
    here = start = (0.0, 0.0)
    control: Point | None = None  # where the last curve's handle points, for S and T
    last = ""
    for command, numbers in _read_commands(text):
        kind, relative = command.upper(), command.islower()
        base = here if relative else (0.0, 0.0)
        if kind == "Z":
            segments.append(Segment("Z", ()))
            here = start
        elif kind == "A":
            target = (base[0] + numbers[5], base[1] + numbers[6])
            segments += _turn_arc(here, numbers[:5], target)
            here = target
        else:
            points = _find_points(kind, numbers, here, base, relative)
            if kind in "ST":
                mirrored = control if control and last in ("CS" if kind == "S" else "QT") else here
                points = [(2 * here[0] - mirrored[0], 2 * here[1] - mirrored[1]), *points]
            control = points[-2] if len(points) > 1 else None
            if kind in "QT":
                points = _raise_degree(here, points[0], points[1])
            segments.append(
                Segment({"M": "M", "L": "L", "H": "L", "V": "L"}.get(kind, "C"), tuple(points))
            )
            here = points[-1]
            start = here if kind == "M" else start
        control = control if kind in "CSQT" else None
        last = kind
    return segments


def write_path_data(segments: list[Segment], matrix: Affine) -> str:
    """Return path data with every point moved by a transform."""
    pieces: list[str] = []
    for segment in segments:
        moved = [matrix.apply(*point) for point in segment.points]
        pieces.append(segment.command + " ".join(f"{x!r} {y!r}" for x, y in moved))
    return "".join(pieces)


def find_extent(
    segments: list[Segment], matrix: Affine
) -> tuple[float, float, float, float] | None:
    """Return (left, top, right, bottom) of a path, its curves' own and not their handles'."""
    points: list[Point] = []
    here: Point = (0.0, 0.0)
    for segment in segments:
        moved = [matrix.apply(*point) for point in segment.points]
        if segment.command == "C":
            points += _find_extremes(here, moved)
        points += moved[-1:]
        here = moved[-1] if moved else here
    if not points:
        return None
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def _read_commands(text: str) -> Iterator[tuple[str, list[float]]]:
    command, held, at = "", list[float](), 0
    for match in _TOKEN.finditer(text):
        if text[at : match.start()].strip(" \t\r\n,"):
            return
        at = match.end()
        if match[1]:
            if held or (not command and match[1] not in "Mm"):
                return
            command, held = match[1], []
            if command in "Zz":
                yield command, []
            continue
        if command.upper() == "A" and len(held) in (3, 4) and match[2][0] in "01":
            # Flags may stand without a space before what follows.
            flag, rest = match[2][0], match[2][1:]
            held.append(float(flag))
            while len(held) == 4 and rest and rest[0] in "01":
                held.append(float(rest[0]))
                rest = rest[1:]
            if rest:
                held.append(float(rest))
        else:
            held.append(float(match[2]))
        if not command or command in "Zz":
            return
        if len(held) == _TAKES[command.upper()]:
            yield command, held
            command, held = {"M": "L", "m": "l"}.get(command, command), []


def _find_points(
    kind: str, numbers: list[float], here: Point, base: Point, relative: bool
) -> list[Point]:
    if kind == "H":
        return [(base[0] + numbers[0], here[1])]
    if kind == "V":
        return [(here[0], base[1] + numbers[0])]
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return [(base[0] + x, base[1] + y) for x, y in pairs]


def _raise_degree(start: Point, control: Point, end: Point) -> list[Point]:
    """Return the cubic curve that is the same as a quadratic one."""
    first = tuple(a + 2 / 3 * (b - a) for a, b in zip(start, control, strict=True))
    second = tuple(a + 2 / 3 * (b - a) for a, b in zip(end, control, strict=True))
    return [(first[0], first[1]), (second[0], second[1]), end]


def _turn_arc(start: Point, numbers: list[float], end: Point) -> list[Segment]:
    """Return an elliptical arc as cubic curves (SVG 2, Elliptical arc implementation notes)."""
    rx, ry, turn, large, sweep = abs(numbers[0]), abs(numbers[1]), *numbers[2:]
    if start == end:
        return []
    if not rx or not ry:
        return [Segment("L", (end,))]
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    half = ((start[0] - end[0]) / 2, (start[1] - end[1]) / 2)
    x, y = cos * half[0] + sin * half[1], cos * half[1] - sin * half[0]
    stretch = max(1.0, math.sqrt((x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * stretch, ry * stretch
    below = (rx * y) ** 2 + (ry * x) ** 2
    share = math.sqrt(max(0.0, ((rx * ry) ** 2 - below) / below))
    share = -share if bool(large) == bool(sweep) else share
    cx, cy = share * rx * y / ry, -share * ry * x / rx
    first = math.atan2((y - cy) / ry, (x - cx) / rx)
    swept = (math.atan2((-y - cy) / ry, (-x - cx) / rx) - first) % (2 * math.pi)
    swept = swept if sweep else swept - 2 * math.pi
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    ellipse = Affine(
        cos, sin, -sin, cos, cos * cx - sin * cy + middle[0], sin * cx + cos * cy + middle[1]
    )
    return list(_draw_arc(ellipse @ Affine(a=rx, d=ry), first, swept))


def _draw_arc(ellipse: Affine, first: float, swept: float) -> Iterator[Segment]:
    """Yield curves along the unit circle, at most a quarter each, put through a transform."""
    count = max(1, math.ceil(abs(swept) / (math.pi / 2) - 1e-9))
    step = swept / count
    reach = 4 / 3 * math.tan(step / 4)
    for index in range(count):
        a, b = first + index * step, first + (index + 1) * step
        points = (
            (math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a)),
            (math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b)),
            (math.cos(b), math.sin(b)),
        )
        yield Segment("C", tuple(ellipse.apply(*point) for point in points))


def _find_extremes(start: Point, points: list[Point]) -> list[Point]:
    """Return where a cubic curve turns back, across or down."""
    found: list[Point] = []
    for axis in (0, 1):
        p0, p1, p2, p3 = (point[axis] for point in (start, *points))
        a, b, c = p3 - 3 * p2 + 3 * p1 - p0, 2 * (p2 - 2 * p1 + p0), p1 - p0
        for t in _solve(a, b, c):
            if 0 < t < 1:
                found.append(_find_point(t, (start, *points)))
    return found


def _solve(a: float, b: float, c: float) -> list[float]:
    if abs(a) < 1e-12:
        return [-c / b] if abs(b) > 1e-12 else []
    inside = b * b - 4 * a * c
    return [] if inside < 0 else [(-b + sign * math.sqrt(inside)) / (2 * a) for sign in (1, -1)]


def _find_point(t: float, points: tuple[Point, ...]) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x = sum(weight * point[0] for weight, point in zip(weights, points, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, points, strict=True))
    return x, y
