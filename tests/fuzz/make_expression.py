"""What is typed for one key: ``objective``, ``effects``, ``--set``, ... The key is the first line."""

from __future__ import annotations

from random import Random

import components
import odd

SUFFIX = ".txt"

SUMS = {"objective": "objectives", "zoom.motion": "motions", "zoom.transition": "objectives"}
CALLS = {
    "regularisers": "regularisers",
    "effects": "effects",
    "optimiser": "optimisers",
    "parameterisation": "parameterisations",
    "loader": "loaders",
    "output": "outputs",
    "backbone": "backbones",
}
PARTS = (
    "text",
    "legend",
    "none",
    "panel",
    "panel?",
    "marks",
    "axes",
    "grid",
    "title",
    "#id1",
    "g > rect",
)
PARTS += (
    "g g g g g g rect",
    ":not(.x)",
    "*",
    "g:nth-child(2n+1)",
    "[id]",
    "rect,",
    "?",
    "#a?",
    "text?",
)
PLAIN = (
    "layer",
    "size",
    "memory",
    "background",
    "device",
    "colour",
    "seed",
    "views",
    "mask",
    "weights",
)
SET = "--set"


def make(random: Random) -> bytes:
    """Return a key, a line feed, and what is typed for it."""
    way = random.random()
    if way < 0.4:
        key = random.choice(("objective", "objective", "zoom.motion", "zoom.transition"))
        text = components.total(random, SUMS[key])
    elif way < 0.75:
        key = random.choice(tuple(CALLS))
        text = components.call(random, CALLS[key])
    elif way < 0.85:
        key = random.choice(("loader.where", "protect"))
        text = random.choice((", ", ",")).join(
            random.choice(PARTS) for _ in range(random.randint(1, 4))
        )
    elif way < 0.92:
        key, text = random.choice(PLAIN), odd.text(random)
    else:
        key, text = SET, _setting(random)
    if random.random() < 0.4:
        text = odd.damage_text(text, random)
    if random.random() < 0.03:
        text = _extreme(random)
    return f"{key}\n{text}".encode(errors="replace")


def _setting(random: Random) -> str:
    path = random.choice(
        (
            "octaves.count",
            "optimiser.rate",
            "loader.patience",
            "zoom.seconds",
            "made.x",
            "output.quality",
            "seed",
        )
    )
    if random.random() < 0.2:
        path = ".".join([path] * odd.count(random, 5000))
    value = random.choice(
        (odd.number(random), odd.text(random), '{ use = "x" }', "[1, [2]]", '"a"', "nan")
    )
    return f"{path}={value}"


def _extreme(random: Random) -> str:
    n = int(10 ** random.uniform(2, 5))
    piece = random.choice("1([,.+-*a龍'\"=/:\\?#>~{} ")
    return random.choice(
        ("{0}", "layer({0}", "layer({0})", "1{0}x", "{0}x", "{0}*layer", "layer{0}")
    ).format(piece * n)
