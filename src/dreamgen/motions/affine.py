"""Maps of the plane as 3x3 matrices, in units of half the shorter side, x to the right, y down."""

from __future__ import annotations

import math

Matrix = list[list[float]]


def scaling(factor: float) -> Matrix:
    """Return the map that enlarges by ``factor`` about the middle."""
    return [[factor, 0.0, 0.0], [0.0, factor, 0.0], [0.0, 0.0, 1.0]]


def turning(degrees: float) -> Matrix:
    """Return the map that turns clockwise, as seen on a screen, about the middle."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]]


def shifting(x: float, y: float) -> Matrix:
    """Return the map that shifts by (x, y)."""
    return [[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]]


def product(*matrices: Matrix) -> Matrix:
    """Return the map that does the last of ``matrices`` first."""
    result = scaling(1.0)
    for matrix in matrices:
        result = [
            [sum(row[k] * matrix[k][column] for k in range(3)) for column in range(3)]
            for row in result
        ]
    return result


def about(matrix: Matrix, x: float, y: float) -> Matrix:
    """Return the map done about the point (x, y), which stays where it is."""
    return product(shifting(x, y), matrix, shifting(-x, -y))
