"""Drawings: grown from the grammar of SVG and CSS, or damaged samples, or of an extreme shape."""

from __future__ import annotations

import gzip
from random import Random

import odd
from samples import read_samples
from svg_grammar import Grower
from svg_shapes import SHAPES

SUFFIX = ".svg"


def make(random: Random) -> bytes:
    """Return the bytes of a drawing."""
    way = random.random()
    if way < 0.25:
        content = odd.damage_text(random.choice(read_samples(SUFFIX)).decode(), random)
    elif way < 0.35:
        content = random.choice(SHAPES)(random, int(10 ** random.uniform(1, 4.7)))
    else:
        content = Grower(random).document()
        if random.random() < 0.3:
            content = odd.damage_text(content, random)
    return _encode(content, random)


def _encode(content: str, random: Random) -> bytes:
    way = random.random()
    if way < 0.03:
        return content.encode("utf-16", errors="replace")
    data = content.encode(errors="replace")
    if way < 0.06:
        data = gzip.compress(data, mtime=0)
        return odd.damage(data, random) if way < 0.04 else data
    return odd.damage(data, random) if way < 0.1 else data
