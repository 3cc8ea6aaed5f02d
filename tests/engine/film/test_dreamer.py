"""What comes into view is dreamed where it is fresh, and nowhere else."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor

from dreamgen.engine.ascent import Ascent
from dreamgen.engine.film import dreamer as dreamer_module
from dreamgen.engine.film.dreamer import Dreamer
from dreamgen.engine.film.state import State
from dreamgen.engine.gradient_ascent import ascend
from dreamgen.engine.octaves import Octave
from dreamgen.engine.scoring import Group, Part
from dreamgen.imaging.picture import Picture
from dreamgen.optimisers.normalised import Normalised
from dreamgen.parameterisations.pixels import Pixels

SIZE = (64, 96)
SOURCE = 0.3 + 0.4 * torch.rand(3, *SIZE, generator=torch.Generator().manual_seed(2))


class Brightness:
    """Objectives on a network whose only layer is its input, with the places they were given."""

    layers = ("input",)
    groups = (Group(None, [Part(1.0, "Brightness", ["input"], lambda maps: maps[0].mean())]),)

    def at_places(self, places):
        assert places.shape[:2] == (1, 2)
        return self


def make_dreamer(monkeypatch, octaves) -> Dreamer:
    def dream(network, subjects, ascent, listener, memory) -> Tensor:
        steps = ascend(subjects, ascent, lambda pictures: [pictures])
        while True:
            try:
                next(steps)
            except StopIteration as finished:
                return finished.value

    monkeypatch.setattr(dreamer_module, "dream", dream)
    ascent = Ascent((), Pixels(), Normalised(), lambda size: octaves, 1.0, torch.device("cpu"))
    return Dreamer(
        network=SimpleNamespace(),
        bind=lambda picture: Brightness(),
        first=ascent,
        filling=ascent,
        onward=ascent,
        seed=0,
        listener=lambda event: None,
    )


def make_state(columns: int) -> State:
    """A state whose last columns of pixels are fresh."""
    state = State.begin(SOURCE, SOURCE)
    state.fresh[:, :, state.fresh.shape[2] - columns // 4 :] = 1
    return state


def test_only_fresh_places_are_filled(monkeypatch):
    dreamer = make_dreamer(monkeypatch, [Octave(32, 48, 3), Octave(*SIZE, 0)])
    filled = dreamer.fill(Picture(SOURCE), Brightness(), SOURCE, make_state(32))
    change = filled - SOURCE
    assert float(change[:, :, :56].abs().max()) < 1e-6
    assert float(change[:, :, 72:].mean()) > 0.02


def test_what_must_not_change_is_not_filled(monkeypatch):
    dreamer = make_dreamer(monkeypatch, [Octave(*SIZE, 3)])
    words = torch.zeros(1, *SIZE)
    words[:, :32] = 1
    picture = Picture(SOURCE, protected=words)
    filled = dreamer.fill(picture, Brightness(), SOURCE, make_state(32))
    assert torch.equal(filled[:, :32], SOURCE[:, :32])
    assert float((filled - SOURCE)[:, 32:, 72:].mean()) > 0.02


def test_the_sharpness_of_what_is_not_fresh_stays(monkeypatch):
    """The coarse octave is enlarged, and what it adds alone is laid over the frame."""
    dreamer = make_dreamer(monkeypatch, [Octave(16, 24, 1), Octave(*SIZE, 0)])
    filled = dreamer.fill(Picture(SOURCE), Brightness(), SOURCE, make_state(96))
    added = filled - SOURCE
    assert float(added.diff(dim=2).abs().mean()) < 0.05 * float(SOURCE.diff(dim=2).abs().mean())


def test_a_frame_without_fresh_places_is_left_alone(monkeypatch):
    dreamer = make_dreamer(monkeypatch, [Octave(*SIZE, 3)])
    state = State.begin(SOURCE, SOURCE)
    assert dreamer.fill(Picture(SOURCE), Brightness(), SOURCE, state) is SOURCE
