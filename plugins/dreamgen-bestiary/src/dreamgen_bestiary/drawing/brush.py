"""A brush: everything random and everything of one size that drawing a batch needs."""

from __future__ import annotations

import math
from functools import cached_property

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen_bestiary.drawing.palette import Hues, palette

FULL = math.pi


class Brush:
    """Draws ``batch`` pictures of ``side`` pixels at once, each with its own random numbers.

    Numbers that differ from picture to picture are (B, 1, 1), fields (B, S, S) or (1, S, S), colours
    (B, 3, 1, 1) and coloured fields (B, 3, S, S), so that they all broadcast. The same seed gives the
    same pictures on the same machine.
    """

    def __init__(
        self,
        batch: int,
        side: int = 128,
        seed: int = 0,
        hues: Hues = (),
        device: torch.device | str = "cpu",
    ):
        self.batch = batch
        self.side = side
        self.device = torch.device(device)
        self._generator = torch.Generator(self.device).manual_seed(seed)
        self._hues = hues

    # --- chance -----------------------------------------------------------------------------

    def random(self, *shape: int) -> Tensor:
        """Return uniform numbers in 0..1 of any shape."""
        return torch.rand(shape, generator=self._generator, device=self.device)

    def normal(self, *shape: int) -> Tensor:
        """Return standard normal numbers of any shape."""
        return torch.randn(shape, generator=self._generator, device=self.device)

    def uniform(self, low: float = 0.0, high: float = 1.0) -> Tensor:
        """Return one number for each picture, (B, 1, 1), evenly between two."""
        return low + (high - low) * self.random(self.batch, 1, 1)

    def log_uniform(self, low: float, high: float) -> Tensor:
        """Return one factor for each picture, (B, 1, 1), evenly between two on a log scale."""
        return self.uniform(math.log(low), math.log(high)).exp()

    def whole(self, low: int, high: int) -> Tensor:
        """Return one whole number for each picture, (B, 1, 1), both ends included."""
        return torch.floor(self.uniform(low, high + 0.999))

    def sign(self) -> Tensor:
        """Return -1 or 1 for each picture, (B, 1, 1)."""
        return self.whole(0, 1) * 2 - 1

    def chance(self, share: float = 0.5) -> Tensor:
        """Return 1 for a share of the pictures and 0 for the others, (B, 1, 1)."""
        return (self.random(self.batch, 1, 1) < share).float()

    def pick(self, low: int, high: int) -> int:
        """Return one whole number for the whole batch, both ends included."""
        return int(
            torch.randint(low, high + 1, (1,), generator=self._generator, device=self.device)
        )

    # --- places -----------------------------------------------------------------------------

    @cached_property
    def x(self) -> Tensor:
        """Across, from -1 on the left to 1 on the right, (1, S, S)."""
        return self._line[None, None, :].expand(1, self.side, self.side)

    @cached_property
    def y(self) -> Tensor:
        """Down, from -1 at the top to 1 at the bottom, (1, S, S)."""
        return self._line[None, :, None].expand(1, self.side, self.side)

    @cached_property
    def _line(self) -> Tensor:
        return (torch.arange(self.side, device=self.device) + 0.5) / self.side * 2 - 1

    def coordinates(
        self,
        scale: tuple[float, float] = (0.7, 1.5),
        shift: float = 0.4,
        turn: float = FULL,
        warp: float = 0.12,
        stretch: float = 0.25,
    ) -> tuple[Tensor, Tensor]:
        """Return x and y, (B, S, S), moved, turned, scaled, stretched and warped at random.

        For textures. ``scale`` is how many half widths the picture spans: the larger, the smaller
        what is drawn. ``turn`` in radians either way, ``warp`` in half widths.
        """
        waves = self.pick(1, 3)
        bend = self.uniform(0, warp)
        x = self.x + bend * self.noise(waves) + self.uniform(-shift, shift)
        y = self.y + bend * self.noise(waves) + self.uniform(-shift, shift)
        size = self.log_uniform(*scale)
        wide = 1 + self.uniform(-stretch, stretch)
        angle = self.uniform(-turn, turn)
        cos, sin = torch.cos(angle), torch.sin(angle)
        return (x * cos - y * sin) * size * wide, (x * sin + y * cos) * size / wide

    # --- noise ------------------------------------------------------------------------------

    def noise(self, frequency: float) -> Tensor:
        """Return smooth noise in about -1..1, (B, S, S), with so many waves across the picture."""
        frequency = max(1.0, float(frequency))
        grid = int(frequency) + 4
        values = self.random(self.batch, grid, grid) * 2 - 1
        return self._cubic(frequency, grid) @ values @ self._cubic(frequency, grid).T

    def _cubic(self, frequency: float, grid: int) -> Tensor:
        """Return what each of ``grid`` values weighs at each pixel of a line, (S, grid).

        Cubic convolution (Keys 1981) from a random start, ``frequency`` values to the line.
        """
        start = 1 + self.random(1) * (grid - 3 - frequency)
        place = start + (self._line[:, None] + 1) / 2 * frequency
        away = (place - torch.arange(grid, device=self.device)).abs()
        near = (1.25 * away - 2.25) * away * away + 1
        far = ((-0.75 * away + 3.75) * away - 6) * away + 3
        return torch.where(away < 1, near, torch.where(away < 2, far, 0.0))

    def clouds(self, frequency: float, octaves: int = 4, gain: float = 0.5) -> Tensor:
        """Return fractal noise in about -1..1, (B, S, S): each octave finer and ``gain`` as strong."""
        total, weight = torch.zeros(1, device=self.device), 0.0
        for octave in range(octaves):
            total = total + gain**octave * self.noise(frequency * 2**octave)
            weight += gain**octave
        return total / weight * 1.6

    def grain(self, u: Tensor, v: Tensor, cells: int = 64) -> Tensor:
        """Return value noise in 0..1 at places of your own, (B, S, S): one cell for each unit.

        Stretched coordinates give hairs, strokes and brushed metal. It repeats after ``cells``.
        """
        table = F.pad(self.random(self.batch, 1, cells, cells), (1, 1, 1, 1), mode="circular")
        across, down = torch.broadcast_tensors(u, v)
        across = across.expand(self.batch, -1, -1)
        down = down.expand(self.batch, -1, -1)
        place = torch.stack([_wrap(across, cells), _wrap(down, cells)], -1)
        return F.grid_sample(table, place, align_corners=True)[:, 0]

    # --- colour -----------------------------------------------------------------------------

    @cached_property
    def palette(self) -> Tensor:
        """Six colours for each picture, dark to light, (B, 6, 3): the class's own, mostly."""
        return self.new_palette()

    def new_palette(self, hues: Hues | None = None, colours: int = 6) -> Tensor:
        """Return (B, colours, 3), dark to light; random, unless given (hue, saturation) pairs."""
        hues = self._hues if hues is None else hues
        return palette(self.batch, colours, hues, self._generator, self.device)

    def ramp(self, share: Tensor, colours: Tensor | None = None) -> Tensor:
        """Return the colours, (B, 3, S, S), that lie at ``share``, 0..1, of the palette's way."""
        colours = self.palette if colours is None else colours
        share = share.expand(self.batch, self.side, self.side) if share.dim() == 3 else share
        place = torch.nan_to_num(share, 0.0).clamp(0, 1) * (colours.shape[1] - 1.001)
        index = place.long()
        rest = (place - index)[..., None]
        first = torch.arange(self.batch, device=self.device)[:, None, None] * colours.shape[1]
        flat = colours.reshape(-1, 3)
        mixed = flat[first + index].lerp(flat[first + index + 1], rest)
        return mixed.permute(0, 3, 1, 2)

    def tone(self, index: int, colours: Tensor | None = None) -> Tensor:
        """Return a single colour of the palette, (B, 3, 1, 1); 0 is the darkest, 5 the lightest."""
        colours = self.palette if colours is None else colours
        return colours[:, index, :, None, None]

    def colour(self, red: float, green: float, blue: float, spread: float = 0.05) -> Tensor:
        """Return about the same colour for every picture, (B, 3, 1, 1)."""
        exact = torch.tensor([red, green, blue], device=self.device).view(1, 3, 1, 1)
        return (exact + spread * self.normal(self.batch, 3, 1, 1)).clamp(0, 1)

    def stops(self, *tints: tuple[float, float, float], spread: float = 0.05) -> Tensor:
        """Return (B, N, 3): about the same colours for every picture, for :meth:`ramp`."""
        exact = torch.tensor(tints, device=self.device)[None]
        return (exact + spread * self.normal(self.batch, *exact.shape[1:])).clamp(0, 1)


def _wrap(place: Tensor, cells: int) -> Tensor:
    return ((place / cells) % 1 * cells + 1) / (cells + 1) * 2 - 1
