"""A live dream: it deepens and stays as strong as it may be, and follows what moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import torch
from torch.nn import functional as F

pytest.importorskip("cv2")

from dreamgen.engine.film.dis import DenseInverseSearch
from dreamgen.engine.live import dreamer as live_dreamer
from dreamgen.engine.live.cycle import Cycle
from dreamgen.engine.live.dreamer import Aim, LiveDreamer
from dreamgen.engine.live.hold import DEVIATION, hold_strength
from dreamgen.engine.live.motion import KEPT, find_motion
from dreamgen.engine.live.pace import LATER, SOON, Pace
from dreamgen.engine.octaves import Octave, plan_octaves
from dreamgen.imaging.strips import resize

HEIGHT, WIDTH = 96, 128


def texture(seed=0, height=HEIGHT, width=WIDTH):
    """Smooth noise, as a photograph out of focus."""
    noise = torch.rand(1, 3, height // 6, width // 6, generator=torch.Generator().manual_seed(seed))
    return F.interpolate(noise, (height, width), mode="bicubic").clamp(0, 1)[0]


class Painter(LiveDreamer):
    """Adds a fixed pattern in place of a network's, so that what is carried can be told."""

    def __init__(self):
        super().__init__(Aim(None, lambda picture: "scoring", Plain()), DenseInverseSearch(), 0)
        self.bound = 0

    def _find_change(self, pixels, detail, octave):
        return 0.02 * (texture(9, *pixels.shape[1:]) - 0.5)

    def _bind(self, pixels):
        self.bound += 1
        super()._bind(pixels)


@dataclass
class Plain:
    octaves: Callable = lambda size: plan_octaves(size, 3, 1.4, 1, 1)
    resize: Callable = resize


def play(painter, frames, strength=1.0):
    return [painter.advance(frame, 10 * HEIGHT * WIDTH, strength) for frame in frames]


def strength_of(dreamed, source):
    return float((dreamed - source).std())


def test_a_dream_deepens_while_the_picture_stands_still_and_then_stays_as_strong():
    still = 0.3 + 0.4 * texture()
    noise = torch.Generator().manual_seed(1)
    frames = [still + 0.005 * torch.randn(still.shape, generator=noise) for _ in range(60)]
    dreamed = play(Painter(), frames)
    early, late, last = (strength_of(dreamed[k], frames[k]) for k in (0, 30, 59))
    assert early < 0.4 * late
    assert last == pytest.approx(late, rel=0.1)
    assert last < 1.3 * DEVIATION
    assert abs(float((dreamed[-1] - still).mean())) < 0.01


def test_a_strength_of_zero_shows_the_picture_itself():
    still = texture()
    painter = Painter()
    play(painter, [still] * 20)
    faded = play(painter, [still] * 40, strength=0)[-1]
    assert strength_of(faded, still) < 0.01


def test_a_dream_is_carried_along_with_what_moves():
    whole = 0.3 + 0.4 * texture(0, HEIGHT, WIDTH + 60)
    frames = [whole[:, :, 3 * k : 3 * k + WIDTH].contiguous() for k in range(8)]
    painter = Painter()
    play(painter, [frames[0]] * 12)
    before = painter._detail.clone()
    for frame in frames:
        painter.advance(frame, 0, 2.0)
    shift = 3 * (len(frames) - 1)
    moved, expected = painter._detail[:, 12:-12, 12:-40], before[:, 12:-12, 12 + shift :]
    expected = expected[:, :, : moved.shape[2]]
    both = torch.stack([moved.flatten(), expected.flatten()])
    assert float(torch.corrcoef(both)[0, 1]) > 0.9
    assert float(painter._detail[:, :, -6:].abs().mean()) < 0.3 * float(before.abs().mean())


class Placed:
    """Objectives that keep the places they were given last."""

    places = None

    def at_places(self, places):
        self.places = places[0]
        return self


def test_regions_of_objectives_travel_with_what_moves_and_begin_anew_with_a_cut(monkeypatch):
    monkeypatch.setattr(live_dreamer, "dream", lambda _, subjects, *__, **___: [subjects[0].start])
    scoring = Placed()
    painter = LiveDreamer(Aim(None, lambda _: scoring, Plain()), DenseInverseSearch(), 0)
    whole = 0.3 + 0.4 * texture(0, HEIGHT, WIDTH + 60)
    frames = [whole[:, :, 3 * k : 3 * k + WIDTH].contiguous() for k in range(8)]
    play(painter, frames)
    columns = scoring.places.shape[2]
    here = (torch.arange(columns) + 0.5) * (2 / columns) - 1
    moved = (scoring.places[0] - here)[6:-6, 4:-10]  # half frames
    shift = 0.0
    for _ in frames[1:]:
        shift = KEPT * (shift + 2 * 3 / WIDTH)
    assert float((moved - shift).abs().median()) < 0.01
    assert float((scoring.places[0] - here)[:, -1].abs().median()) < 0.3 * shift
    play(painter, [0.5 + 0.5 * texture(2)])
    assert painter._displacement is None


def test_a_cut_begins_anew():
    painter = Painter()
    play(painter, [0.5 * texture(1)] * 12)
    other = 0.5 + 0.5 * texture(2)
    dreamed = painter.advance(other, 0, 1.0)
    assert torch.allclose(dreamed, other, atol=1e-5)
    assert painter.bound == 2


def test_a_dream_survives_another_size():
    painter = Painter()
    play(painter, [0.3 + 0.4 * texture()] * 20)
    before = painter._detail.clone()
    smaller = F.interpolate(painter._source[None], (72, 96), mode="area")[0]
    painter.advance(smaller, 0, 1.0)
    expected = F.interpolate(before[None], (72, 96), mode="area")[0]
    both = torch.stack([painter._detail.flatten(), expected.flatten()])
    assert float(torch.corrcoef(both)[0, 1]) > 0.95


def test_noise_is_no_motion_and_a_moving_thing_moves_alone():
    still = texture()
    noise = 0.02 * torch.randn(still.shape, generator=torch.Generator().manual_seed(2))
    assert find_motion(still, still + noise, DenseInverseSearch()) is None
    thing, before, now = texture(3, 36, 36), still.clone(), still.clone()
    before[:, 30:66, 20:56] = thing
    now[:, 30:66, 24:60] = thing
    flow = find_motion(before, now, DenseInverseSearch())
    assert float(flow.backward[:, :, 90:].abs().max()) < 1e-3
    assert float(flow.trust[:, :, 90:].min()) > 0.999
    assert float((flow.backward[0, 40:56, 34:50] + 4).abs().mean()) < 0.5


def test_strength_is_held_place_by_place():
    detail = 0.05 * torch.randn(3, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(3))
    detail[:, :, : WIDTH // 2] *= 10
    for _ in range(30):
        detail = hold_strength(detail, 1.0)
    assert float(detail[:, :, : WIDTH // 4].std()) < 1.1 * DEVIATION
    assert float(detail[:, :, -WIDTH // 4 :].std()) > 0.04


def test_octaves_take_turns_within_the_work_of_each_frame():
    cycle = Cycle([Octave(10, 10, 7), Octave(20, 20, 7)])
    assert cycle.round == 500
    taken = [list(cycle.take(100)) for _ in range(10)]
    assert [octave.height for frame in taken for octave in frame] == [10, 20, 10, 20]
    assert [octave.steps for octave in cycle.take(3 * cycle.round)] == [3, 3]


def run(pace, speed, seconds):
    """Let a machine of ``speed``, pixels times steps a second, dream on; return the sides seen."""
    sides, clock = [], 0.0
    while clock < seconds:
        round = 2 * pace.side * pace.side
        work = pace.find_work(round)
        taken = work / speed + 0.01 * (pace.side / 256) ** 2
        pace.note(taken, work / speed, work, round)
        clock += max(taken, 0.1)
        sides.append(pace.side)
    return sides


def test_the_size_fits_the_machine_and_does_not_pump():
    pace = Pace(10, 512)
    assert pace.side <= 256
    assert run(pace, 20e6, 10 * LATER)[-1] == 512
    assert run(pace, 0.4e6, 20 * SOON)[-1] < 250
    for speed in (0.5e6, 1e6, 2e6, 4e6, 8e6):
        pace = Pace(10, 512)
        run(pace, speed, 60)
        assert len(set(run(pace, speed, 60))) == 1


def test_the_rate_asked_for_is_reached():
    pace = Pace(10, 512)
    run(pace, 1e6, 60)
    round = 2 * pace.side * pace.side
    assert pace.find_work(round) / 1e6 + 0.01 * (pace.side / 256) ** 2 == pytest.approx(
        0.1, rel=0.15
    )
