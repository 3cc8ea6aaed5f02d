"""Affine maps of the plane as 3x3 matrices.

In units of half the shorter side from the middle, x to the right, y down.
"""

from __future__ import annotations

import math

Matrix = list[list[float]]


def scale_matrix(factor: float) -> Matrix:
    """Return the matrix that enlarges by ``factor`` about the middle."""
    return [[factor, 0.0, 0.0], [0.0, factor, 0.0], [0.0, 0.0, 1.0]]


def rotation_matrix(degrees: float) -> Matrix:
    """Return the matrix that turns clockwise, as seen on a screen, about the middle."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]]


def translation_matrix(x: float, y: float) -> Matrix:
    """Return the matrix that moves by (x, y)."""
    return [[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]]


def compose(*matrices: Matrix) -> Matrix:
    """Return the product of matrices, whose last one acts first."""
    result = scale_matrix(1.0)
    for matrix in matrices:
        result = [
            [sum(row[k] * matrix[k][column] for k in range(3)) for column in range(3)]
            for row in result
        ]
    return result


def transform_about(matrix: Matrix, x: float, y: float) -> Matrix:
    """Return the map with (x, y) as its fixed point in place of the middle."""
    return compose(translation_matrix(x, y), matrix, translation_matrix(-x, -y))
