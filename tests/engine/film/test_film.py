"""Films: what is known of a motion is followed, what is hidden is not, and nothing drifts."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional as F

pytest.importorskip("cv2")

from dreamgen.engine.film.cuts import find_shots, is_cut
from dreamgen.engine.film.dis import DenseInverseSearch
from dreamgen.engine.film.film import Course, dream_film
from dreamgen.engine.film.flow import Flow, carry, measure_flow
from dreamgen.engine.film.hold import Hold
from dreamgen.engine.film.state import State
from dreamgen.imaging.picture import Picture


def texture(height, width, seed=0):
    """Smooth noise, as a photograph out of focus."""
    noise = torch.rand(1, 3, height // 6, width // 6, generator=torch.Generator().manual_seed(seed))
    return F.interpolate(noise, (height, width), mode="bicubic").clamp(0, 1)[0]


def pan(count, dx=3, dy=0, size=(96, 128), seed=0):
    """Frames over one large picture, whose places move to the left and up by whole pixels."""
    height, width = size
    whole = texture(height + count * dy + 6, width + count * dx + 6, seed)
    return [
        whole[:, k * dy : k * dy + height, k * dx : k * dx + width].contiguous()
        for k in range(count)
    ]


class Store(dict):
    put = dict.__setitem__


class Painter:
    """In place of a network: adds a fixed pattern, so that what is carried can be told."""

    def __init__(self):
        self.begun = []
        self.filled = []
        self.followed = []
        pattern = torch.rand(1, 96, 128, generator=torch.Generator().manual_seed(9))
        self.pattern = 0.2 * (pattern - 0.5)

    def bind(self, picture):
        return "scoring"

    def begin(self, picture, scoring, start):
        self.begun.append(picture)
        return (picture.pixels + self.pattern).clamp(0, 1)

    def fill(self, picture, scoring, carried, state):
        self.filled.append(state)
        return carried

    def follow(self, picture, scoring, carried, state):
        self.followed.append(state)
        return carried


def dream(pictures, painter, store, course):
    estimate = DenseInverseSearch()
    return dream_film(
        enumerate(pictures),
        lambda n: painter,
        estimate,
        store,
        lambda n: course,
        lambda n, picture: None,
    )


def run(frames, painter=None, store=None, **course):
    painter, store = painter or Painter(), Store() if store is None else store
    pictures = [Picture(frame) for frame in frames]
    made = dream(pictures, painter, store, Course(**course))
    return [pixels for _, pixels in made]


def test_flow_of_a_known_motion_is_found_and_trusted():
    before, now = pan(2, dx=4, dy=2)
    flow = measure_flow(before, now, DenseInverseSearch())
    inner = flow.backward[:, 12:-12, 12:-12]
    assert float((inner[0] - 4).abs().mean()) < 0.1
    assert float((inner[1] - 2).abs().mean()) < 0.1
    assert float(flow.trust[:, 12:-12, 12:-12].mean()) > 0.97
    assert float(flow.trust[:, :, -3:].max()) < 0.5  # it came in from outside


def test_what_was_hidden_is_not_trusted():
    behind, thing = texture(96, 128, 1), texture(48, 48, 2)
    before, now = behind.clone(), behind.clone()
    before[:, 20:68, 20:68] = thing
    now[:, 20:68, 26:74] = thing
    flow = measure_flow(before, now, DenseInverseSearch())
    uncovered = flow.trust[0, 26:62, 20:25]
    assert float(uncovered.mean()) < 0.3
    assert float(flow.trust[0, 30:58, 40:64].mean()) > 0.9  # the thing itself
    assert float(flow.trust[0, :, 90:].mean()) > 0.95  # what stood still


def test_carrying_by_whole_pixels_is_a_shift():
    values = texture(40, 50)
    backward = torch.tensor([3.0, -2.0]).view(2, 1, 1).expand(2, 40, 50)
    moved = carry(values, backward)
    assert float((moved[:, 5:-5, 5:-8] - values[:, 3:-7, 8:-5]).abs().max()) < 2e-3


def test_a_dream_stays_on_what_it_was_dreamed_on():
    frames = pan(5, dx=3)
    painter = Painter()
    dreams = run(frames, painter)
    assert len(painter.begun) == 1
    detail = dreams[4] - frames[4]
    first = dreams[0] - frames[0]
    stayed = np.corrcoef(detail[:, 8:-8, 8:-30].flatten(), first[:, 8:-8, 20:-18].flatten())[0, 1]
    left = np.corrcoef(detail[:, 8:-8, 8:-30].flatten(), first[:, 8:-8, 8:-30].flatten())[0, 1]
    assert stayed > 0.8 > 0.2 > left


def test_places_travel_and_what_comes_in_is_fresh():
    frames = pan(4, dx=4)
    painter = Painter()
    run(frames, painter)
    state = painter.followed[-1]
    x = state.places[0, 0]
    columns = x.shape[1]
    still = (torch.arange(columns) + 0.5) * 2 / columns - 1
    moved = (x - still)[8:-8, 4:-4]  # three frames of 4 pixels each, in half frames of 64
    assert float((moved - 12 / 64).abs().mean()) < 0.02
    assert float(state.fresh[0, :, -1].mean()) > 0.6
    assert float(state.fresh[0, :, : columns // 2].mean()) < 0.1


def test_the_shots_of_a_film_are_where_dreaming_it_begins_anew():
    """Two cuts, motion too fast to follow, and a frame that is a shot by itself."""
    frames = [*pan(3), *pan(3, seed=7), pan(1, seed=3)[0] * 0.4, *pan(4, dx=40, seed=7)]
    painter = Painter()
    run(frames, painter)
    begun = [next(n for n, frame in enumerate(frames) if frame is one) for one in (
        picture.pixels for picture in painter.begun
    )]  # fmt: skip
    shots = list(find_shots(frames, DenseInverseSearch()))
    assert [shot.start for shot in shots] == begun
    assert [n for shot in shots for n in shot] == list(range(len(frames)))
    assert len(shots) >= 3
    assert list(find_shots([], DenseInverseSearch())) == []


def test_a_cut_begins_anew_and_fast_motion_does_not():
    painter = Painter()
    run([*pan(3, dx=3), *(0.4 * frame for frame in pan(3, dx=3, seed=5))], painter)
    assert len(painter.begun) == 2
    nothing = Flow(torch.zeros(2, 96, 128), torch.zeros(1, 96, 128))
    one, other = pan(2, dx=5)
    assert not is_cut(one, other, nothing)


def test_what_was_dreamed_in_black_goes_as_a_picture_fades_in():
    picture, count = texture(96, 128), 12
    painter = Painter()
    black, *_, last = run([picture * step / count for step in range(count + 1)], painter)
    assert len(painter.begun) == 1

    def find_pattern(pixels):
        return float((pixels * painter.pattern).mean() / painter.pattern.square().mean())

    assert find_pattern(black) > 0.3
    assert abs(find_pattern(last - picture)) < 0.1 * find_pattern(black)


def test_brightness_and_colour_are_those_of_the_source():
    frames = [frame * 0.5 + 0.2 for frame in pan(4)]
    dreams = run(frames)
    for dream, frame in zip(dreams, frames, strict=True):
        assert float((dream.mean((1, 2)) - frame.mean((1, 2))).abs().max()) < 0.01


def test_contrast_keeps_its_proportion_to_the_source():
    source = texture(60, 80) * 0.4 + 0.3
    dreamed = ((source - source.mean()) * 1.5 + 0.5).clamp(0, 1)
    hold = Hold.measure(dreamed, source, None)
    darker = source * 0.6
    held = hold.apply((darker * 2).clamp(0, 1), darker, None)
    ratio = held.std((1, 2)) / darker.std((1, 2))
    assert ratio.numpy() == pytest.approx(np.full(3, 1.5), rel=0.05)
    assert held.mean((1, 2)).numpy() == pytest.approx(darker.mean((1, 2)).numpy(), abs=0.01)


def test_masked_places_stay_as_the_film_has_them():
    frames = pan(3)
    mask = torch.zeros(1, 96, 128)
    mask[:, :, :64] = 1

    class Whole(Painter):
        def begin(self, picture, scoring, start):
            return picture.pixels + picture.mask * self.pattern

    pictures = [Picture(frame, mask=mask) for frame in frames]
    for picture, pixels in dream(pictures, Whole(), Store(), Course()):
        assert float((pixels - picture.pixels)[:, :, 64:].abs().max()) < 1 / 255


@pytest.mark.parametrize("kept", [1, 3, 4])
def test_a_film_goes_on_from_any_frame(kept):
    frames = [*pan(3), *pan(3, seed=4)]
    store = Store()
    whole = run(frames, store=store)
    numbers = [f"{number:06}" for number in range(kept)]
    left = Store({key: value for key, value in store.items() if key[-6:] in numbers})
    painter = Painter()
    again = run(frames, painter, left)
    assert all(torch.equal(one, other) for one, other in zip(whole, again, strict=True))
    assert len(painter.begun) + len(painter.followed) == 6 - kept


def test_every_second_frame_carries_the_dream_and_fills_what_comes_in():
    painter = Painter()
    dreams = run(pan(6), painter, every=2)
    assert (len(painter.begun), len(painter.followed), len(dreams)) == (1, 2, 6)
    assert len(painter.filled) == 5


def test_the_shares_of_the_past_and_of_the_source():
    frames = pan(2, dx=0)
    forgotten = run(frames, past=0.0)[1]
    assert float((forgotten - frames[1]).abs().mean()) < 0.01  # its contrast alone is held
    assert float((run(frames)[1] - frames[1]).abs().mean()) > 0.03
    half = run(frames, source=0.5)[0] - frames[0]
    whole = run(frames)[0] - frames[0]
    assert half.numpy() == pytest.approx(whole.numpy() / 2, abs=1e-5)


def test_states_are_read_back_as_they_were_kept():
    source = texture(96, 128)
    state = State.begin((source + 0.1).clamp(0, 1), source)
    before = state.follow(measure_flow(source, source, DenseInverseSearch()), source)
    store = Store()
    kept = before.store(store, 7)
    again = State.load(store, 7, source)
    for name in ("pixels", "displacement", "fresh"):
        assert torch.equal(getattr(kept, name), getattr(again, name))
    assert State.load(store, 8, source) is None


def test_each_frame_is_dreamed_by_what_holds_at_its_number():
    painter, asked = Painter(), []
    pictures = [Picture(frame) for frame in pan(4)]

    def course(number):
        return Course(source=1.0 if number == 2 else 0.0, every=2 if number == 3 else 1)

    def dreamer(number):
        asked.append(number)
        return painter

    made = dream_film(
        enumerate(pictures),
        dreamer,
        DenseInverseSearch(),
        Store(),
        course,
        lambda n, picture: None,
    )
    pixels = [frame for _, frame in made]
    assert asked == [0, 1, 2, 3]
    assert (len(painter.filled), len(painter.followed)) == (3, 2)  # the last is carried and filled
    assert torch.equal(pixels[2], pictures[2].pixels)
    assert not torch.equal(pixels[3], pictures[3].pixels)
