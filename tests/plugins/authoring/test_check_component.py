"""Every requirement, met by dreamgen's own components and broken by ones made up for it."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from typing import ClassVar

import pytest
import torch
from pydantic import ConfigDict, Field

from dreamgen import (
    BadInput,
    Effect,
    LayerObjective,
    Loader,
    Motion,
    Optimiser,
    Output,
    Parameterisation,
    Picture,
    Regulariser,
)
from dreamgen.plugins.authoring.check import loading
from dreamgen.plugins.authoring.check.plugin import check_plugin
from dreamgen.plugins.component import Component
from dreamgen.testing import check_component


def test_all_of_dreamgens_own_components_are_sound(registry, monkeypatch):
    monkeypatch.setattr(loading, "LONGEST", 60.0)  # a machine may be busy with other tests
    (builtin,) = registry.plugins
    findings = check_plugin(builtin, registry)
    assert {finding.kind for finding in findings} >= {"objective", "backbone", "preset", "command"}
    assert [finding for finding in findings if finding.problem] == []
    # An output may need what this machine lacks, and these backbones the name of a network.
    unchecked = {finding.name for finding in findings if finding.unchecked}
    assert unchecked <= {"avif", "mp4", "webm", "timm", "torchvision", "file"}


class Energy(LayerObjective):
    """Fine."""

    def score(self, activation):
        return activation.square().mean()


class Root(Energy):
    """Says that it adds up over places, and does not."""

    pointwise: ClassVar[bool] = True

    def score(self, activation):
        return activation.square().mean().sqrt()


class Detached(Energy):
    """Takes the gradient away."""

    def score(self, activation):
        return activation.square().mean().detach()


class Vector(Energy):
    """Gives many numbers."""

    def score(self, activation):
        return activation.square().mean((2, 3))


class Constant(Energy):
    """Looks away."""

    def score(self, activation):
        return (activation * 0).sum()


class Moody(Energy):
    """Takes chances that no recipe seeds."""

    def score(self, activation):
        return activation.square().mean() * random.random()


class Idle(Regulariser):
    """Does nothing."""


class Shrinking(Regulariser):
    """Loses a row of the gradient."""

    def gradient(self, gradient, progress):
        return gradient[:, :, 1:]


class Dividing(Regulariser):
    """Divides by nothing at the end."""

    def gradient(self, gradient, progress):
        return gradient / torch.tensor(1 - progress)


class Unseeded(Regulariser):
    """Rolls by chance."""

    def view(self, picture, rng):
        return picture.roll(random.randrange(1, 40), 3)


class Blinding(Regulariser):
    """Shows a copy."""

    def view(self, picture, rng):
        return picture.detach()


class Levelling(Regulariser):
    """Divides by the mean over all the pictures of a batch."""

    def gradient(self, gradient, progress):
        return gradient / gradient.abs().mean()


class Summing(Regulariser):
    """Gives one number for all the pictures of a batch."""

    def penalty(self, pictures):
        return pictures.square().mean()


class Sharing(Regulariser):
    """Gives all the pictures of a batch their mean."""

    def penalty(self, pictures):
        return pictures.square().mean((1, 2, 3)).mean().expand(len(pictures))


class Single(Regulariser):
    """Takes the first picture of a batch alone."""

    def gradient(self, gradient, progress):
        return gradient[:1]


class Stretching(Parameterisation):
    """Encodes pictures relative to the brightest of a batch."""

    def encode(self, picture):
        return picture - picture.mean()

    def decode(self, parameters, size):
        return (parameters + 0.5).clamp(0, 1)


class Gathering(Parameterisation):
    """Brings all the pictures of a batch into the range of the widest."""

    def encode(self, picture):
        return picture

    def decode(self, parameters, size):
        return parameters

    def project(self, parameters):
        return parameters / parameters.max().clamp(min=1)


class Averaging(Optimiser):
    """Steps by the mean magnitude over all the pictures of a batch."""

    def start(self, parameters, step_size):
        return lambda gradient, progress: step_size * gradient / (gradient.abs().mean() + 1e-12)


class Doubling(Parameterisation):
    """Decodes something else."""

    def encode(self, picture):
        return picture

    def decode(self, parameters, size):
        return (parameters * 1.2).clamp(0, 1)


class Overflowing(Doubling):
    """Leaves 0..1."""

    def decode(self, parameters, size):
        return parameters + 1


class Descending(Optimiser):
    """Goes down."""

    def start(self, parameters, step_size):
        return lambda gradient, progress: -step_size * gradient


class Deaf(Optimiser):
    """Ignores the step size."""

    def start(self, parameters, step_size):
        return lambda gradient, progress: gradient


class Normed(Optimiser):
    """Divides by the gradient's length."""

    def start(self, parameters, step_size):
        return lambda gradient, progress: step_size * gradient / gradient.norm()


class Greedy(Loader):
    """Takes anything."""

    def accepts(self, source):
        return True

    def load(self, source, size):
        raise BadInput("no")


class Tracing(Loader):
    """Raises what it likes."""

    def accepts(self, source):
        return source.data[:3] == b"abc"

    def load(self, source, size):
        raise KeyError("abc")


class Inventing(Tracing):
    """Makes something of nothing."""

    def load(self, source, size):
        return Picture(torch.zeros(3, 4, 4))


class Cutting(Effect):
    """Cuts a row off."""

    def apply(self, frame, source, rng):
        return replace(frame, pixels=frame.pixels[:, 1:])


class Glaring(Effect):
    """Leaves 0..1."""

    def apply(self, frame, source, rng):
        return replace(frame, pixels=frame.pixels * 4)


class Opaque(Effect):
    """Forgets what was transparent."""

    def apply(self, frame, source, rng):
        return replace(frame, alpha=None)


class Speckled(Effect):
    """Takes chances that no recipe seeds."""

    def apply(self, frame, source, rng):
        return replace(frame, pixels=torch.rand_like(frame.pixels))


class Mirroring(Effect):
    """Turns the picture upside down, words and all."""

    def apply(self, frame, source, rng):
        return replace(frame, pixels=frame.pixels.flip(1))


class Fogging(Effect):
    """Leaves a breath of everything."""

    def apply(self, frame, source, rng):
        return replace(frame, pixels=0.9 + 0.1 * frame.pixels)


class Negative(Effect):
    """Turns black into white; words stay readable."""

    def apply(self, frame, source, rng):
        return replace(frame, pixels=1 - frame.pixels)


class Scribbling(Effect):
    """Draws into the frame that it is given."""

    def apply(self, frame, source, rng):
        frame.pixels[:, :4] = 0
        return frame


class Choking(Tracing):
    """Refuses what is foreign, and breaks on deep brackets."""

    def load(self, source, size):
        if source.data.startswith(b"[["):
            raise RecursionError("too deep")
        raise BadInput("no")


class Brooding(Tracing):
    """Refuses everything in the end."""

    def load(self, source, size):
        time.sleep(0.05 if source.data.startswith(b"{{") else 0)
        raise BadInput("no")


class Nameless(Output):
    """Writes no kind of file."""

    def write(self, frames, path, recipe):
        pass


class Silent(Nameless):
    """Writes nothing."""

    suffixes: ClassVar[tuple[str, ...]] = (".none",)

    def write(self, frames, path, recipe):
        list(frames)


class Hasty(Silent):
    """Leaves frames undrawn."""

    moving: ClassVar[bool] = True

    def write(self, frames, path, recipe):
        next(iter(frames))
        path.write_text("x")


class First(Silent):
    """Writes the first frame of a zoom."""

    def write(self, frames, path, recipe):
        next(iter(frames))
        path.write_text("x")


class Messy(Silent):
    """Leaves something behind."""

    def write(self, frames, path, recipe):
        list(frames)
        path.write_text("x")
        path.with_suffix(".tmp").write_text("y")


class Shouting(Silent):
    """Has a suffix that no file will match."""

    suffixes: ClassVar[tuple[str, ...]] = (".PNG",)


class Elsewhere(Motion):
    """Begins somewhere else."""

    def matrix(self, seconds):
        return [[1, 0, 1], [0, 1, 0], [0, 0, 1]]


class Flat(Motion):
    """Squeezes the plane to a line."""

    def matrix(self, seconds):
        return [[1, 0, 0], [0, float(seconds == 0), 0], [0, 0, 1]]


class Small(Motion):
    """Gives too little."""

    def matrix(self, seconds):
        return [[1, 0], [0, 1]]


class Unsaid(Energy):
    """Does not say what its parameter is."""

    by: float = 1.0


class Undocumented(Energy):
    pass


class Secretive(Energy):
    """Has a parameter that no recipe can hold."""

    by: object = Field(None, description="anything")


class Thawed(Energy):
    """Can be changed."""

    model_config = ConfigDict(frozen=False)


class Stray(Component):
    """Is of no kind."""


@pytest.mark.parametrize(
    ("component", "told"),
    [
        (Detached(), "lost its gradient"),
        (Vector(), r"its score must be of shape \(\), not \(1, 128\)|its score must be of shape"),
        (Constant(), "does not depend on the picture"),
        (Root(), "it says pointwise, but the scores of parts of a picture do not add up"),
        (Moody(), "differs for the same seed"),
        (Idle(), "it does nothing"),
        (Shrinking(), r"its gradient at 0.0 must be of shape \(1, 3, 64, 64\)"),
        (Dividing(), "its gradient at 1.0 must be finite"),
        (Unseeded(), "its view differs for the same seed"),
        (Blinding(), "its view has lost the gradient"),
        (Levelling(), "its gradient at 0.0 mixes the pictures of a batch"),
        (Summing(), r"its penalty must be of shape \(1,\), not \(\)"),
        (Sharing(), "its penalty mixes the pictures of a batch"),
        (Single(), r"its gradient at 0.0 of 3 pictures must be of shape \(3, 3, 64, 64\)"),
        (Stretching(), "what it encodes mixes the pictures of a batch"),
        (Gathering(), "what it projects mixes the pictures of a batch"),
        (Averaging(), "its step mixes the pictures of a batch"),
        (Doubling(), "decoding does not undo encoding"),
        (Overflowing(), r"must be in 0\.\.1"),
        (Descending(), "goes down the gradient"),
        (Deaf(), "no longer for twice the step size"),
        (Normed(), "for a gradient of nothing must be finite"),
        (Greedy(), "it accepts b''"),
        (Tracing(), "must raise BadInput, not KeyError"),
        (Inventing(), "it makes something of b''"),
        (Cutting(), r"must be of shape \(3, 96, 192\), not \(3, 95, 192\)"),
        (Glaring(), r"must be in 0\.\.1"),
        (Opaque(), "keep a frame's transparency"),
        (Speckled(), "differs for the same seed"),
        (Mirroring(), "words that the source protects become unreadable"),
        (Fogging(), "words that the source protects become unreadable"),
        (Scribbling(), "it changes what it is given: work on a copy"),
        (Choking(), "must raise BadInput, not RecursionError: too deep"),
        (First(), "it drew 1 of 3 frames: the last one is what it must write"),
        (Nameless(), "names no suffixes"),
        (Silent(), "it wrote nothing to picture.none"),
        (Hasty(), "it drew 1 of 3 frames"),
        (Messy(), "it left picture.tmp behind"),
        (Shouting(), "must be lower-case"),
        (Elsewhere(), "must be the identity"),
        (Flat(), "cannot be undone"),
        (Small(), "must be 3x3"),
        (Unsaid(), "'by' has no description"),
        (Undocumented(), "has no docstring"),
        (Secretive(by={1, 2}), r"a recipe cannot hold \{'by'"),
        (Thawed(), "must stay frozen"),
        (Stray(), "of no kind"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Component) else "",
)
def test_a_broken_requirement_is_one_sentence(component, told):
    with pytest.raises(AssertionError, match=told) as broken:
        check_component(component)
    assert "\n" not in str(broken.value)


@pytest.mark.parametrize("component", [Energy(), Negative()])
def test_a_sound_component_passes(component):
    check_component(component)


def test_a_loader_that_broods_over_junk_is_reported(monkeypatch):
    monkeypatch.setattr(loading, "LONGEST", 0.04)
    with pytest.raises(AssertionError, match=r"it takes 0\.\d s for 100000 bytes that begin with"):
        check_component(Brooding())
