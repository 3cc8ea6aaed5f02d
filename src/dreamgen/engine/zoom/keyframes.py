"""The keyframes of a nested zoom: each the centre of the last, enlarged and dreamed on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from dreamgen.engine.events import Milestone
from dreamgen.engine.zoom.borders import border_mask
from dreamgen.engine.zoom.camera import Camera, Place
from dreamgen.engine.zoom.compositing import Sheet, compose
from dreamgen.engine.zoom.dreamer import Dreamer
from dreamgen.engine.zoom.store import Store, store_rounded
from dreamgen.engine.zoom.tone import Tone, match_sharpness, match_tone
from dreamgen.engine.zoom.warp import Layer
from dreamgen.imaging.picture import Picture

WINDOW = 6  # keyframes in memory, more than any frame shows
SEAM = 2  # keyframes before the end of a loop that show the first one already
HALO = 0.5  # of their half sides, over which its surroundings fade
TONE_SHARE = 0.5  # of the way back to the first keyframe's tone, for each; the frames do the rest


class Keyframes:
    """Keyframes by number, dreamed in order when first asked for, and kept in a store.

    ``first`` dreams the picture itself; ``add_noise`` adds a little noise to what a keyframe is
    begun with, for a network sees nothing in the smooth places that enlarging leaves.

    In a loop the last keyframe is begun with the first one, small, in its middle, and dreamed over
    so that no join is left: the picture contains itself.
    """

    def __init__(
        self,
        camera: Camera,
        dreamer: Dreamer,
        store: Store,
        picture: Picture,
        first: Callable[[], Tensor],
        add_noise: Callable[[Tensor, int], Tensor],
    ):
        self._camera = camera
        self._dreamer = dreamer
        self._store = store
        self._picture = picture
        self._first = first
        self._add_noise = add_noise
        self._layers: OrderedDict[int, Layer] = OrderedDict()
        self._made = 0
        self.tone = Tone.of(self._pixels(0), picture.mask)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in pixels."""
        width, height = self._picture.size
        return height, width

    def sheet(self, number: int, view: Place, opacity: float = 1.0, fill: float = 0.0) -> Sheet:
        """Return a keyframe as it is seen from ``view``, and its mask with it if it has one.

        In a loop any number will do.
        """
        place = np.linalg.solve(self._camera.keyframe(number), view)
        wrapped = number % self._camera.count if self._camera.loops else number
        return Sheet(self._layer(wrapped), place, opacity, fill)

    def _layer(self, number: int) -> Layer:
        if number not in self._layers:
            pixels = self._pixels(number)
            mask, border = self._mask(number), border_mask(self.size, number)
            parts = [pixels, border] if mask is None else [pixels, mask, border]
            texture = torch.cat(parts).to(self._dreamer.ascent.device)
            self._layers[number] = Layer(texture)
            while len(self._layers) > WINDOW:
                self._layers.popitem(last=False)
        self._layers.move_to_end(number)
        return self._layers[number]

    def _mask(self, number: int) -> Tensor | None:
        """Return where a keyframe is dreamed, (1, H, W), or None for everywhere."""
        if self._picture.mask is None:
            return None
        return Layer(self._picture.mask).seen(self._camera.keyframe(number), self.size).clamp(0, 1)

    def _seam(self, number: int, here: Place) -> list[Sheet]:
        """Return what the last keyframes of a loop are begun with: the first one in their middle.

        Its mirrored surroundings run on across the border and fade farther out, so that forms grow
        through the place where the border was.
        """
        before_end = self._camera.count - number
        if before_end > SEAM:
            return []
        sheet = self.sheet(self._camera.count, here, 1 / before_end)
        return [replace(sheet, halo=HALO * self._camera.factor**before_end)]

    def _pixels(self, number: int) -> Tensor:
        while self._made < number:
            self._pixels(self._made)  # a zoom out asks for the deepest first
        name = f"keyframe-{number:05}"
        found = self._store.get(name)
        pixels = (
            store_rounded(self._store, name, self._dream(number))
            if found is None
            else found.float()
        )
        if number == self._made:
            self._made += 1
            self._dreamer.listener(Milestone("keyframe", self._made, self._camera.count))
        return pixels

    def _dream(self, number: int) -> Tensor:
        if number == 0:
            return self._first()
        size, here = self.size, self._camera.keyframe(number)
        sheets = [self.sheet(number - 1, here, fill=1.0)]
        if self._camera.loops:
            sheets = [*self._seam(number, here), *sheets]
        mask = self._mask(number)
        picture = Picture(compose(sheets, size)[:3].cpu(), mask=mask)
        share = min(1.0, number / max(self._camera.deepest, 1e-9))
        start = self._add_noise(picture.pixels, number)
        dreamed = self._dreamer.dream(picture, number, share, number, start)
        return match_tone(match_sharpness(dreamed, self.tone, mask), self.tone, TONE_SHARE, mask)
