"""Renders inside programs that set torch otherwise, and in several threads at once."""

from __future__ import annotations

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import torch

from dreamgen.backbones.sources.timm import Timm
from dreamgen.backbones.sources.torchvision import Torchvision
from dreamgen.recipe.composing import compose
from dreamgen.render import torch_settings
from dreamgen.render.session import Session
from dreamgen.render.torch_settings import (
    iterate_with_own_torch_settings,
    own_torch_settings,
    with_own_torch_settings,
)

QUICK = {"input": "noise", "size": "64x48", "steps": 1, "octaves": {"count": 1}}


def recipe_of(**keys):
    return compose([("test", {**QUICK, "precision": "fp32", **keys})])


@pytest.fixture
def share_network():
    """Sessions load networks of their own: their host may have set what counts then."""


BUNDLED = {"objective": "patchwork", "parameterisation": "fourier"}
RANDOM = {"backbone": "test_vit", "weights": "random", "objective": "layer(2)"}


def render(registry, **keys):
    return next(Session(registry).render(recipe_of(**keys))).pixels


@contextmanager
def default_dtype(dtype):
    torch.set_default_dtype(dtype)
    try:
        yield
    finally:
        torch.set_default_dtype(torch.float32)


@contextmanager
def deterministic():
    torch.use_deterministic_algorithms(True)
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(False)


HOSTS = {
    "double precision": lambda: default_dtype(torch.float64),
    "half precision": lambda: default_dtype(torch.bfloat16),
    "default device": lambda: torch.device("meta"),
    "autocast": lambda: torch.autocast("cpu", torch.bfloat16),
    "inference mode": torch.inference_mode,
    "no gradients": torch.no_grad,
    "deterministic algorithms": deterministic,
}


@pytest.mark.parametrize("keys", [BUNDLED, RANDOM], ids=["bundled", "random"])
def test_what_the_host_program_sets_changes_no_pixel(registry, keys):
    expected = render(registry, **keys)
    for name, host in HOSTS.items():
        with host():
            found = render(registry, **keys)
        assert found.dtype == torch.float32, name
        assert torch.equal(found, expected), name


def test_the_host_program_finds_its_settings_as_they_were(registry):
    torch.manual_seed(5)
    state = torch.get_rng_state()
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16), torch.device("meta"):
        for _ in Session(registry).render(recipe_of(**RANDOM)):
            assert torch.is_inference_mode_enabled()  # between frames too
            assert torch.is_autocast_enabled("cpu")
            assert torch.get_default_device().type == "meta"
        assert torch.is_inference_mode_enabled()
    assert torch.equal(torch.get_rng_state(), state)
    assert not torch.is_inference_mode_enabled()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Timm(name="test_resnet").load("random"),
        lambda: Timm(name="test_vit").load("random"),
        lambda: Torchvision(name="shufflenet_v2_x0_5").load("random"),
    ],
)
def test_random_weights_are_those_of_a_seeded_global_generator(make):
    """And drawn from it no number, so that threads cannot disturb each other."""
    module = make().module
    torch.manual_seed(3)
    before = torch.get_rng_state()
    with ThreadPoolExecutor(4) as pool:
        others = [one.result().module for one in [pool.submit(make) for _ in range(8)]]
    assert torch.equal(torch.get_rng_state(), before)
    for other in others:
        for name, tensor in module.state_dict().items():
            assert torch.equal(tensor, other.state_dict()[name]), name


def test_the_seed_gives_the_numbers_that_it_always_gave():
    import timm

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        expected = timm.create_model("test_convnext").eval().state_dict()
    found = Timm(name="test_convnext").load("random").module.state_dict()
    same = [torch.equal(found[name], tensor) for name, tensor in expected.items()]
    assert sum(same) > 0.8 * len(same)  # all but the branches that are opened
    assert torch.equal(found["stem.0.weight"], expected["stem.0.weight"])


def test_one_session_in_eight_threads(registry):
    """24 renders through shared networks, of different layers, sizes and seeds."""
    recipes = [
        recipe_of(seed=seed, size=size, **keys)
        for seed, size in ((1, "64x48"), (2, "56x72"))
        for keys in (BUNDLED, RANDOM, {"objective": "channel(layer3.0.conv1, 3)"})
    ] * 4
    alone = [next(Session(registry).render(recipe)).pixels for recipe in recipes[:6]] * 4
    session = Session(registry)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda one: next(session.render(one)).pixels, recipes))
    for one, other in zip(together, alone, strict=True):
        assert torch.equal(one, other)


def test_sessions_of_their_own_in_several_threads(registry):
    expected = render(registry, **RANDOM)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: render(registry, **RANDOM), range(8)))
    assert all(torch.equal(one, expected) for one in found)


def test_a_network_goes_with_its_session(registry):
    """Without the cycle collector: no reference cycle may hold the weights."""
    gc.collect()
    gc.disable()
    try:
        kept = []
        for seed in range(20):
            session = Session(registry)
            job = session.prepare(session.plan(recipe_of(seed=seed, **RANDOM)))
            list(session.frames(job))
            kept.append(weakref.ref(job.network.model.module))
            del session, job
        assert sum(one() is not None for one in kept) == 0
    finally:
        gc.enable()


def test_an_iterator_is_closed_with_its_wrapper():
    closed = []

    def count():
        try:
            yield from range(5)
        finally:
            closed.append(True)

    wrapped = iterate_with_own_torch_settings(count())
    assert next(wrapped) == 0
    wrapped.close()
    assert closed == [True]
    assert list(iterate_with_own_torch_settings(count())) == [0, 1, 2, 3, 4]


def test_a_function_runs_with_gradients_and_gives_them_back():
    inside = with_own_torch_settings(torch.is_grad_enabled)
    with torch.no_grad():
        assert inside()
        assert not torch.is_grad_enabled()


def test_convolutions_are_deterministic_until_the_last_render_ends(monkeypatch):
    cudnn = torch.backends.cudnn
    monkeypatch.setattr(cudnn, "deterministic", False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    with own_torch_settings():
        with own_torch_settings():
            assert cudnn.deterministic
        assert cudnn.deterministic
        thread = threading.Thread(target=with_own_torch_settings(lambda: None))
        thread.start()
        thread.join()
        assert cudnn.deterministic
    assert not cudnn.deterministic
    assert torch_settings._renders == 0
