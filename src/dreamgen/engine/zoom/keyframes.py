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
from dreamgen.engine.zoom.camera import Camera, Transform
from dreamgen.engine.zoom.compositing import Overlay, compose
from dreamgen.engine.zoom.dreamer import Dreamer
from dreamgen.engine.zoom.store import Store, store_rounded
from dreamgen.engine.zoom.tone import Tone, match_sharpness, match_tone
from dreamgen.engine.zoom.warp import Texture
from dreamgen.imaging.picture import Picture

WINDOW = 6  # keyframes in memory, more than any frame shows
SEAM = 2  # keyframes before the end of a loop that show the first one already
HALO = 0.5  # of their half sides, over which its surroundings fade
TONE_SHARE = 0.5  # of the way back to the first keyframe's tone, for each; the frames do the rest


class Keyframes:
    """Keyframes by number, dreamed in order when first asked for, and kept in a store.

    ``dreamer`` says how the keyframe of a number is dreamed, ``first`` dreams the picture itself.
    ``add_noise`` adds a little noise to what a keyframe begins with, since a network finds nothing
    in the smooth areas that enlarging leaves.

    In a loop the last keyframe begins with the first one, small, in its middle, and is dreamed over
    so that no seam is left: the picture contains itself.
    """

    def __init__(
        self,
        camera: Camera,
        dreamer: Callable[[int], Dreamer],
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
        self._textures: OrderedDict[int, Texture] = OrderedDict()
        self._made = 0
        self.tone = Tone.measure(self._load_pixels(0), picture.mask)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in pixels."""
        width, height = self._picture.size
        return height, width

    def overlay(
        self, number: int, view: Transform, opacity: float = 1.0, fill: float = 0.0
    ) -> Overlay:
        """Return a keyframe as it appears from ``view``, and its mask with it if it has one.

        In a loop any number is valid.
        """
        transform = np.linalg.solve(self._camera.keyframe(number), view)
        wrapped = number % self._camera.count if self._camera.loops else number
        return Overlay(self._load_texture(wrapped), transform, opacity, fill)

    def _load_texture(self, number: int) -> Texture:
        if number not in self._textures:
            pixels = self._load_pixels(number)
            mask, border = self._warp_mask(number), border_mask(self.size, number)
            parts = [pixels, border] if mask is None else [pixels, mask, border]
            texture = torch.cat(parts).to(self._dreamer(0).ascent.device)
            self._textures[number] = Texture(texture)
            while len(self._textures) > WINDOW:
                self._textures.popitem(last=False)
        self._textures.move_to_end(number)
        return self._textures[number]

    def _warp_mask(self, number: int) -> Tensor | None:
        """Return where a keyframe is dreamed, (1, H, W), or None for everywhere."""
        if self._picture.mask is None:
            return None
        texture = Texture(self._picture.mask)
        view = self._camera.from_start(self._camera.keyframe(number))
        return texture.sample(view, self.size).clamp(0, 1)

    def _overlay_seam(self, number: int, here: Transform) -> list[Overlay]:
        """Return what the last keyframes of a loop begin with: the first one in their middle.

        Its mirrored surroundings run on across the border and fade farther out, so that forms grow
        through the place where the border was.
        """
        before_end = self._camera.count - number
        if before_end > SEAM:
            return []
        overlay = self.overlay(self._camera.count, here, 1 / before_end)
        return [replace(overlay, halo=HALO * self._camera.factor**before_end)]

    def _load_pixels(self, number: int) -> Tensor:
        while self._made < number:
            self._load_pixels(self._made)  # a zoom out asks for the deepest first
        name = f"keyframe-{number:05}"
        stored = self._store.get(name)
        if stored is None:
            pixels = store_rounded(self._store, name, self._dream(number))
        else:
            pixels = stored.float()
        if number == self._made:
            self._made += 1
            self._dreamer(0).listener(Milestone("keyframe", self._made, self._camera.count))
        return pixels

    def _dream(self, number: int) -> Tensor:
        if number == 0:
            return self._first()
        size, here = self.size, self._camera.keyframe(number)
        overlays = [self.overlay(number - 1, here, fill=1.0)]
        if self._camera.loops:
            overlays = [*self._overlay_seam(number, here), *overlays]
        mask = self._warp_mask(number)
        picture = Picture(compose(overlays, size)[:3].cpu(), mask=mask)
        start = self._add_noise(picture.pixels, number)
        dreamed = self._dreamer(number).dream(picture, number, number, start)
        return match_tone(match_sharpness(dreamed, self.tone, mask), self.tone, TONE_SHARE, mask)
