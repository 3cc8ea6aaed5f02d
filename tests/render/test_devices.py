"""Several devices at once, which are two networks on the processor here."""

from __future__ import annotations

import threading

import pytest
import torch

from dreamgen.engine import precision
from dreamgen.errors import BadInput, DreamError
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.keywords import read_keywords
from dreamgen.render import devices
from dreamgen.render.session import Session
from dreamgen.render.still import batches_of, dream_batch

CPU = torch.device("cpu")
CELLS = 5


def make_jobs(registry, device="cpu"):
    session = Session(registry)
    keys = {"size": 48, "steps": 2, "octaves": 1, "device": device, "precision": "fp32"}
    recipe = session.compose("noise", None, read_keywords(keys, "test", False), False)
    job = session.prepare(session.plan(recipe))
    objectives = [(Term(Call("channel", (2, number))),) for number in range(CELLS)]
    recipes = [job.recipe.model_copy(update={"objective": each}) for each in objectives]
    return session, [session.prepare(session.plan(each), like=job) for each in recipes]


@pytest.fixture
def share_network():
    """Each device has a network of its own."""


@pytest.fixture
def two_devices(monkeypatch):
    choose = precision.choose_devices
    pair = [CPU, CPU]
    monkeypatch.setattr(
        precision, "choose_devices", lambda name: pair if name == "cuda:all" else choose(name)
    )


def test_two_devices_give_the_pixels_of_one_in_order(registry, two_devices):
    session, alone = make_jobs(registry)
    session_of_two, shared = make_jobs(registry, "cuda:all")
    assert [len(batch) for batch in batches_of(alone)] == [5]
    assert [len(batch) for batch in batches_of(shared)] == [3, 2]
    assert shared[0].network is not shared[0].replicas[0]
    pairs = zip(session.stills(alone), session_of_two.stills(shared), strict=True)
    for one, other in pairs:
        torch.testing.assert_close(other.pixels, one.pixels, atol=1e-5, rtol=0)


def test_each_device_has_its_own_network_and_both_work_at_once(registry, two_devices):
    _, jobs = make_jobs(registry, "cuda:all")
    batches, seen = [[job] for job in jobs[:2]], []
    together = threading.Barrier(2, timeout=30)

    def dream(batch, listener):
        together.wait()
        seen.append(batch[0].network)
        return dream_batch(batch, listener)

    assert len(list(devices.spread(batches, dream))) == 2
    assert set(seen) == {jobs[0].network, *jobs[0].replicas}


def test_an_error_on_one_device_ends_all(registry, two_devices):
    _, jobs = make_jobs(registry, "cuda:all")
    heard = []

    def dream(batch, listener):
        if batch[0] is not jobs[0] and batch[0].recipe == jobs[1].recipe:
            raise DreamError("the second device broke")
        for step in range(10_000):
            listener(step)
            threading.Event().wait(0.001)
        raise AssertionError("nobody stopped it")

    with pytest.raises(DreamError, match="the second device broke"):
        list(devices.spread([[job] for job in jobs], dream, heard.append))
    assert len(heard) < 10_000


def test_whoever_takes_no_more_stops_the_devices(registry, two_devices):
    _, jobs = make_jobs(registry, "cuda:all")
    before = set(threading.enumerate())
    stills = devices.spread([[job] for job in jobs], dream_batch)
    next(stills)
    stills.close()
    assert set(threading.enumerate()) <= before


def test_all_devices_of_a_machine_without_one_are_refused(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(BadInput, match="this machine has no CUDA devices"):
        precision.choose_devices("cuda:all")
