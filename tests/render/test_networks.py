"""Networks stay loaded from render to render, as long as there is room for them."""

from __future__ import annotations

from importlib.resources import as_file, files

import pytest
import torch

from dreamgen.backbones.sources.bundled import Bestiary
from dreamgen.errors import BadInput
from dreamgen.recipe.composing import compose
from dreamgen.render.inputs.moved_files import MovedFiles
from dreamgen.render.networks import Networks
from dreamgen.render.permissions import Permissions
from dreamgen.render.session import Session

NOISE = {"input": "noise", "size": "64x48", "steps": 2, "octaves": {"count": 2}}


def recipe_of(**keys):
    return compose([("test", {**NOISE, "precision": "fp32", **keys})])


def pixels_of(session, recipe):
    return [frame.pixels for frame in session.render(recipe)]


@pytest.fixture
def share_network():
    """Sessions load networks of their own."""


@pytest.fixture
def session(registry):
    return Session(registry)


@pytest.fixture
def loads(monkeypatch):
    """Count how often the bundled network is loaded."""
    counted = []
    load = Bestiary.load

    def counting(self, weights):
        counted.append(weights)
        return load(self, weights)

    monkeypatch.setattr(Bestiary, "load", counting)
    return counted


def test_a_network_is_loaded_once_for_many_renders(session, loads):
    for seed in (1, 2):
        pixels_of(session, recipe_of(seed=seed))
    pixels_of(session, recipe_of(zoom={"seconds": 0.1, "fps": 10}))
    assert loads == [None]
    pixels_of(session, recipe_of(weights="random", layer=3))
    assert loads == [None, "random"]


def test_an_input_is_measured_and_read_without_a_network(session, loads):
    recipe = compose([("test", {"input": "my cat.jpg", "size": 96})])
    with as_file(files("dreamgen") / "samples" / "cat.jpg") as place:
        session.files = MovedFiles({"my cat.jpg": place})
        picture = session.read_picture(recipe)
        assert session.measure(recipe) == picture.size == (96, 64)
    assert session.measure(compose([("test", {"input": "nothing.jpg"})])) is None
    with pytest.raises(BadInput, match="no input"):
        session.read_picture(compose([]))
    assert not loads


def test_a_render_does_not_depend_on_what_was_rendered_before(session, registry):
    first = recipe_of(objective="channel(layer3.0.conv1, 3)", seed=1)
    other = recipe_of(objective="layer(5)", seed=2)
    alone = [pixels_of(Session(registry), recipe)[0] for recipe in (first, other)]
    together = [pixels_of(session, recipe)[0] for recipe in (first, other, first)]
    assert torch.equal(together[0], alone[0])
    assert torch.equal(together[1], alone[1])
    assert torch.equal(together[2], alone[0])


def test_the_least_recently_used_network_goes_when_the_budget_is_spent(registry):
    session = Session(registry, budget=1)
    plan = session.plan(recipe_of())
    networks = session._networks
    one = networks.get(plan.recipe, plan.backbone, Permissions())
    random = plan.recipe.model_copy(update={"weights": "random"})
    other = networks.get(random, plan.backbone, Permissions())
    assert networks.get(random, plan.backbone, Permissions()) is other
    assert networks.get(plan.recipe, plan.backbone, Permissions()) is not one


def test_within_the_budget_all_networks_stay(registry):
    plan = Session(registry).plan(recipe_of())
    random = plan.recipe.model_copy(update={"weights": "random"})
    networks = Networks(budget=2**40)
    loaded = [networks.get(r, plan.backbone, Permissions()) for r in (plan.recipe, random)]
    again = [networks.get(r, plan.backbone, Permissions()) for r in (plan.recipe, random)]
    assert all(one is other for one, other in zip(loaded, again, strict=True))


def test_changed_weights_are_loaded_again(registry, tmp_path):
    from safetensors.torch import save_file

    session = Session(registry)
    plan = session.plan(recipe_of())
    module = plan.backbone.load(None).module
    path = tmp_path / "w.safetensors"
    save_file(module.state_dict(), path)
    recipe = plan.recipe.model_copy(update={"weights": str(path)})
    one = session._networks.get(recipe, plan.backbone, Permissions())
    assert session._networks.get(recipe, plan.backbone, Permissions()) is one
    save_file({name: value * 1.5 for name, value in module.state_dict().items()}, path)
    other = session._networks.get(recipe, plan.backbone, Permissions())
    assert other.model.weights != one.model.weights
