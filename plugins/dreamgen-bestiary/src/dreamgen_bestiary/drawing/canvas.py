"""A canvas: parts laid over each other, each rounded and lit as one solid thing."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.fields import mix, smoothstep, unit


@dataclass(frozen=True)
class Sketch:
    """What a class draws: colour, (B, 3, S, S) in 0..1, and what it covers, (B, S, S) in 0..1.

    A texture covers everything and leaves ``cover`` None. A figure lies within the unit disc.
    """

    colour: Tensor
    cover: Tensor | None = None


class Lamp:
    """One light for each picture, from above rather than below: colours and heights to lit colours."""

    def __init__(self, brush: Brush):
        angle = brush.uniform(-0.9 * FULL, -0.1 * FULL)  # y points down: these come from above
        lift = brush.uniform(0.55, 1.0)
        self._towards = torch.cos(angle) * torch.cos(lift), torch.sin(angle) * torch.cos(lift)
        self._up = torch.sin(lift)
        self._ambient = brush.uniform(0.25, 0.5)
        self._gloss = brush.uniform(0.0, 1.0)

    def shade(
        self, colour: Tensor, height: Tensor, relief: float = 0.35, gloss: float | Tensor = 0.4
    ) -> Tensor:
        """Return ``colour`` lit as a surface of ``height`` in half widths (Blinn and Phong 1977).

        ``relief`` multiplies the height's slopes, ``gloss`` the highlights.
        """
        side = height.shape[-1]
        dx = F.pad(height[:, :, 2:] - height[:, :, :-2], (1, 1)) * (side / 4) * relief
        dy = F.pad(height[:, 2:] - height[:, :-2], (0, 0, 1, 1)) * (side / 4) * relief
        (lx, ly), lz = self._towards, self._up
        norm = torch.rsqrt(dx * dx + dy * dy + 1)
        diffuse = ((lz - dx * lx - dy * ly) * norm).clamp(0, 1)
        halfway = torch.sqrt((lz + 1) / 2)
        shine = ((halfway - (dx * lx + dy * ly) / (2 * halfway)) * norm).clamp(0, 1) ** 24
        shade = self._ambient + (1.15 - self._ambient) * diffuse
        return colour * shade[:, None] + (gloss * self._gloss * shine)[:, None]


class Canvas:
    """A figure in the making, drawn from back to front.

    >>> canvas = Canvas(brush)                                             # doctest: +SKIP
    >>> canvas.part(ellipse(x, y, 0.5, 0.7), fur, bulge=0.3)               # doctest: +SKIP
    >>> return canvas.sketch()                                             # doctest: +SKIP
    """

    def __init__(self, brush: Brush, lamp: Lamp | None = None):
        self._brush = brush
        self.lamp = lamp or Lamp(brush)
        shape = (brush.batch, brush.side, brush.side)
        self._colour = torch.zeros(shape[0], 3, *shape[1:], device=brush.device)
        self._cover = torch.zeros(shape, device=brush.device)

    def part(
        self,
        distance: Tensor,
        colour: Tensor,
        bulge: float | Tensor = 0.15,
        relief: float = 1.0,
        gloss: float | Tensor = 0.4,
        texture: Tensor | None = None,
        outline: float = 0.0,
        shadow: float = 0.5,
        show: Tensor | None = None,
    ) -> None:
        """Lay a part on top.

        distance: signed distance to its outline, (B, S, S). colour: (B, 3, S, S) or (B, 3, 1, 1).
        bulge: how far from the outline, in half widths, its surface goes on rising; 0 for flat.
        texture: height added to its surface, in about -1..1, times 0.05. outline: width of a dark
        rim. shadow: how dark it makes what lies under it near its outline. show: (B, 1, 1), 0 in the
        pictures that do without this part.
        """
        brush = self._brush
        distance = distance.expand(brush.batch, brush.side, brush.side)
        soft = 2.0 / brush.side
        mask = smoothstep(soft, -soft, distance)
        colour = colour.expand(brush.batch, 3, brush.side, brush.side)
        if outline:
            colour = mix(
                colour, colour * 0.2, smoothstep(-outline - soft, -outline + soft, distance)
            )
        height = dome(distance, bulge)
        if texture is not None:
            height = height + 0.05 * texture
        lit = self.lamp.shade(colour, height, relief, gloss)
        shade = smoothstep(0.12, 0.0, distance) * shadow * (1 - mask)
        if show is not None:
            mask, shade = mask * show, shade * show
        self._cover = torch.maximum(self._cover, mask)
        share = mask / self._cover.clamp_min(1e-6)  # nothing but this part colours its outer rim
        self._colour = mix(self._colour * (1 - shade)[:, None], lit, share)

    def paint(self, colour: Tensor, mask: Tensor) -> None:
        """Put flat colour on what is there already, as markings: ``mask`` (B, S, S) in 0..1."""
        self._colour = mix(self._colour, colour, mask * (self._cover > 0))

    def sketch(self) -> Sketch:
        """Return what has been drawn."""
        return Sketch(self._colour.clamp(0, 1), self._cover)


def dome(distance: Tensor, bulge: float | Tensor) -> Tensor:
    """Return the height of a surface that rises in a quarter circle from its outline inwards."""
    if isinstance(bulge, float | int) and bulge <= 0:
        return torch.zeros_like(distance)
    depth = (-distance / bulge).clamp(0, 1)
    return bulge * torch.sqrt((1 - (1 - depth) ** 2).clamp_min(1e-6))


def surface(
    brush: Brush,
    colour: Tensor,
    height: Tensor,
    x: Tensor,
    y: Tensor,
    relief: float = 1.0,
    gloss: float | Tensor = 0.4,
) -> Sketch:
    """Return a lit texture; its height is in the units of x and y, so its slopes keep at any scale."""
    soft = F.avg_pool2d(height * unit(x, y), 3, 1, 1, count_include_pad=False)
    return Sketch(Lamp(brush).shade(colour, soft, relief, gloss).clamp(0, 1))
