"""Nested zooms with a dreamer made up here, so that every frame is known."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from dreamgen.engine.zoom.camera import Camera
from dreamgen.engine.zoom.feedback import feedback
from dreamgen.engine.zoom.keyframes import WINDOW, Keyframes
from dreamgen.engine.zoom.nested import nested
from dreamgen.engine.zoom.warp import Texture
from dreamgen.imaging.picture import Picture
from dreamgen.motions.rotate import Rotate
from dreamgen.motions.zoom import Zoom

SIZE = (60, 80)
FPS = 10


class Memory(dict):
    """A store in memory that counts what it is given."""

    def __init__(self):
        super().__init__()
        self.puts = 0

    def put(self, name, value):
        self.puts += 1
        self[name] = value


class Detail:
    """A dreamer that adds fine seeded detail, as a dream does, and notes what it was asked."""

    def __init__(self, strength=0.1):
        self.strength = strength
        self.asked = []
        self.listener = lambda event: None
        self.ascent = SimpleNamespace(device=torch.device("cpu"))

    def dream(self, picture, number, theme=0, start=None):
        self.asked.append(number)
        generator = torch.Generator().manual_seed(number)
        noise = torch.rand((1, 3, 30, 40), generator=generator) - 0.5
        detail = F.interpolate(noise, SIZE, mode="bicubic")[0]
        return (picture.pixels + self.strength * detail).clamp(0, 1)


def smooth_picture(**more):
    y, x = torch.meshgrid(torch.linspace(-1, 1, 60), torch.linspace(-1.3, 1.3, 80), indexing="ij")
    waves = [torch.sin(5 * x + 2 * y), torch.cos(4 * y), torch.sin(3 * x - 4 * y)]
    return Picture(0.5 + 0.25 * torch.stack(waves), **more)


def film(seconds, motions, dreamer=None, loop=False, store=None, picture=None, factor=1.6):
    camera = Camera(motions, seconds, factor, loop)
    picture = picture or smooth_picture()
    dreamer = dreamer or Detail()
    store = Memory() if store is None else store
    keyframes = Keyframes(
        camera,
        lambda number: dreamer,
        store,
        picture,
        lambda: picture.pixels,
        lambda pixels, number: pixels,
    )
    moments = [index / FPS for index in range(round(seconds * FPS))]
    return camera, dreamer, keyframes, nested(camera, keyframes, picture, moments)


def change(first, second):
    return float((first - second).abs().mean())


def test_without_a_dream_it_is_the_picture_enlarged():
    picture = smooth_picture()
    _, _, _, frames = film(1.0, [(1, Zoom(speed=2))], Detail(0))
    for index, frame in enumerate(frames):
        scale = 2 ** -(index / FPS)
        grid = F.affine_grid(torch.tensor([[[scale, 0, 0], [0, scale, 0]]]), (1, 3, *SIZE), False)
        plain = F.grid_sample(picture.pixels[None], grid, "bicubic", "reflection", False)[0]
        # Brightness and colour are held on purpose: compare each channel without them.
        for seen, known in zip(frame, plain, strict=True):
            assert np.corrcoef(seen.flatten(), known.flatten())[0, 1] > 0.94


def test_dreams_are_few_and_in_order():
    camera, dreamer, _, frames = film(4.0, [(1, Zoom(speed=1.5))])
    assert len(list(frames)) == 40
    assert dreamer.asked == list(range(1, camera.count))
    shares = [camera.progress(number) for number in dreamer.asked]
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_nothing_pops():
    motions = [(1, Zoom(speed=1.8)), (1, Rotate(speed=20))]
    camera, _, _, frames = film(3.0, motions)
    frames, changes = list(frames), []
    for index in range(len(frames) - 1):
        before, after = camera.view(index / FPS), camera.view((index + 1) / FPS)
        undone = Texture(frames[index + 1]).sample(np.linalg.solve(after, before), SIZE)
        middle = (slice(None), slice(12, -12), slice(16, -16))
        changes.append(change(undone[middle], frames[index][middle]))
    assert max(changes) < 0.02
    assert max(changes) < 4 * sorted(changes)[len(changes) // 2]


def test_a_loop_is_closed_exactly():
    camera, _, keyframes, _ = film(3.0, [(1, Zoom(speed=2))], loop=True)
    picture = smooth_picture()
    moments = [0.0, 1e-6, 3.0 - 1e-6, 3.0]
    first, near, before, last = nested(camera, keyframes, picture, moments)
    assert torch.allclose(first, last, atol=1e-5)
    assert torch.allclose(near, before, atol=1e-3)


def test_a_loop_has_no_jump():
    _, _, _, frames = film(3.0, [(1, Zoom(speed=2))], loop=True)
    frames = list(frames)
    steps = [change(*pair) for pair in pairwise(frames)]
    assert change(frames[-1], frames[0]) <= sorted(steps)[len(steps) // 2]


def test_a_zoom_out_is_the_dive_backwards():
    _, _, _, into = film(2.0, [(1, Zoom(speed=2))])
    camera, dreamer, keyframes, _ = film(2.0, [(1, Zoom(speed=0.5))])
    moments = [2 - index / FPS for index in range(20)]
    for forth, back in zip(into, nested(camera, keyframes, smooth_picture(), moments), strict=True):
        assert torch.allclose(forth, back, atol=2e-3)
    assert dreamer.asked == list(range(1, camera.count))


def test_only_a_window_is_in_memory():
    _, _, keyframes, frames = film(8.0, [(1, Zoom(speed=3))])
    for _ in frames:
        assert len(keyframes._textures) <= WINDOW


@pytest.mark.parametrize("stop", [1, 3, 5])
def test_a_resumed_zoom_has_the_same_frames(stop):
    motions = [(1, Zoom(speed=2))]
    whole = list(film(3.0, motions)[3])
    store = Memory()
    frames = film(3.0, motions, store=store)[3]
    for _ in frames:
        if store.puts > stop:
            break
    dreamer = Detail()
    again = list(film(3.0, motions, dreamer, store=store)[3])
    assert all(torch.equal(one, other) for one, other in zip(whole, again, strict=True))
    assert min(dreamer.asked, default=stop + 1) > stop


def test_words_are_exact_at_the_picture_and_dissolve():
    protected = torch.zeros(1, *SIZE)
    protected[:, 20:40, 30:50] = 1
    picture = smooth_picture(protected=protected)
    motions = [(1, Zoom(speed=2))]
    camera, _, _, frames = film(1.5, motions, Detail(0.5), picture=picture)
    frames = list(frames)
    bare = list(film(1.5, motions, Detail(0.5))[3])
    y, x = (np.arange(side) + 0.5 - side / 2 for side in SIZE)
    for index, (frame, without) in enumerate(zip(frames, bare, strict=True)):
        depth = camera.depth(index / FPS)
        scale = 2 ** (index / FPS)
        # Protected are rows 20 to 40 and columns 30 to 50; three pixels are left to the soft edge.
        rows = np.abs(y) / scale < 10 - 3 / scale
        columns = np.abs(x) / scale < 10 - 3 / scale
        grid = F.affine_grid(torch.eye(2, 3)[None] / scale, (1, 3, *SIZE), False)
        words = F.grid_sample(picture.pixels[None], grid, "bicubic", "reflection", False)[0]
        faded = min(1.0, depth)
        opacity = 1 - faded * faded * (3 - 2 * faded)
        expected = opacity * words + (1 - opacity) * without
        apart, told = (
            float((one - other).abs()[:, rows][:, :, columns].max())
            for one, other in ((frame, expected), (words, without))
        )
        assert apart < 0.006, f"frame {index}"
        assert index == 0 or told > 0.05, "or else any opacity would do"
    assert opacity == 0, "nothing of them is left at the end"


def test_brightness_is_held_to_the_end():
    _, _, _, frames = film(30.0, [(1, Zoom(speed=1.5))], Detail(0.4))
    frames = list(frames)
    means = np.array([float(frame.mean()) for frame in frames])
    spreads = np.array([float(frame.std()) for frame in frames])
    assert len(frames) == 300
    assert np.abs(means / means[0] - 1).max() < 0.03
    assert np.abs(spreads / spreads[0] - 1).max() < 0.03


def test_a_page_left_behind_does_not_bleach_the_dream():
    """A dark panel on a white page: once it fills the frame, it is as dark as it was."""
    picture = smooth_picture()
    mask = torch.zeros(1, *SIZE)
    mask[:, 15:45, 20:60] = 1
    page = Picture(torch.where(mask > 0, 0.6 * picture.pixels, torch.ones(3, *SIZE)), mask=mask)
    _, _, _, frames = film(6.0, [(1, Zoom(speed=1.6))], Detail(0.3), picture=page)
    first, *_, last = frames
    panel = float(first[:, 15:45, 20:60].mean())
    assert float(first[:, :10].min()) > 0.99
    assert float(last.mean()) == pytest.approx(panel, rel=0.06)
    assert float(((last < 1 / 255) | (last > 254 / 255)).float().mean()) < 0.06


# --- feedback ---------------------------------------------------------------------------------


def fed_back(store, seconds=1.0, blend=0.0):
    picture = smooth_picture()
    camera = Camera([(1, Zoom(speed=1.5))], seconds, 1.6)
    moments = [index / FPS for index in range(round(seconds * FPS))]
    dreamer = Detail()
    given = camera, lambda number: dreamer, store, picture, lambda: picture.pixels, moments
    frames = feedback(*given, lambda number: blend)
    return dreamer, frames


def test_feedback_dreams_every_frame_and_resumes_with_the_same():
    store = Memory()
    dreamer, frames = fed_back(store)
    whole = list(frames)
    assert dreamer.asked == list(range(1, 10))
    for number in range(6, 10):
        del store[f"frame-{number:06}"]
    dreamer, frames = fed_back(store)
    again = list(frames)
    assert dreamer.asked == [6, 7, 8, 9]
    assert all(torch.equal(one, other) for one, other in zip(whole, again, strict=True))


def test_feedback_holds_its_tone_and_blends():
    frames = list(fed_back(Memory(), 5.0)[1])
    assert abs(float(frames[-1].std() / frames[0].std()) - 1) < 0.03
    still = list(fed_back(Memory(), 1.0, blend=1.0)[1])
    lively = list(fed_back(Memory(), 1.0)[1])
    assert change(still[1], still[0]) < change(lively[1], lively[0])
