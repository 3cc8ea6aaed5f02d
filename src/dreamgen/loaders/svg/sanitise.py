"""From the bytes of an SVG file to a drawing that the renderer can be given.

Nothing outside the file is ever read: a reference to an outside file is refused or left out, and
the usual bombs are refused. Drawings that are merely slow are left to
:mod:`dreamgen.loaders.svg.render`, which has a limit of time and memory.
"""

from __future__ import annotations

from dreamgen.loaders.losses import Losses
from dreamgen.loaders.svg.drawing import Drawing
from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.reading import Budget, read_tree
from dreamgen.loaders.svg.references import References
from dreamgen.loaders.svg.translate.whole import translate
from dreamgen.loaders.svg.writing import Markup


def sanitise(data: bytes, name: str, losses: Losses | None = None) -> Drawing:
    """Return the drawing in SVG bytes, everything that only browsers draw put in plain SVG.

    Raises BadInput with one sentence for what is broken, hostile or not SVG. What is passed over
    is added to ``losses``.
    """
    losses = losses or Losses(name)
    budget = Budget()
    root = read_tree(data, name, budget)
    extras = translate(root, name, budget, losses)
    index = Index(root)
    layers = References(index).count(name)
    return Drawing(Markup(index), layers, extras.background, extras.fonts)
