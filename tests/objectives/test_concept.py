"""Concepts: the classifier at every place, against the network's own answer."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
import timm
import torch
from pydantic import ValidationError

from dreamgen.backbones.base import BEFORE_CLASSIFIER, Classifier
from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.timm import Timm
from dreamgen.errors import BadInput
from dreamgen.objectives.base import Activations, Target
from dreamgen.objectives.class_names import match_words
from dreamgen.objectives.concept import Concept

LABELS = [("tabby", "tabby cat"), ("snow_leopard", "ounce"), ("owl",), ("Persian cat",), ("cat",)]


def build_network(name: str) -> Network:
    """Build a network of random weights whose classifier passes for a trained one."""
    model = replace(Timm(name=name).load("random"), weights="of a test")
    return Network(model, torch.device("cpu"), torch.float32)


@pytest.mark.parametrize(
    "name",
    [
        "test_resnet",
        "test_convnext",
        "test_vit",
        "test_efficientnet",
        "swin_tiny_patch4_window7_224",
    ],
)
def test_places_that_are_all_alike_are_classified_as_the_whole(name):
    """Where every place looks the same, each must get the logits that the network itself gives."""
    network = build_network(name)
    model = network.model
    layer = network.find(BEFORE_CLASSIFIER)
    height, width = model.input_size[1:]
    (seen,) = network.activations(torch.rand(1, 3, height, width), [layer])
    flat = seen.mean((2, 3), keepdim=True).expand(-1, -1, 3, 2)
    dense = network.classifier().logits(flat)
    assert dense.shape == (1, model.module.num_classes, 3, 2)
    assert torch.allclose(dense, dense[:, :, :1, :1].expand_as(dense), atol=1e-4)


def test_the_mean_over_places_is_the_networks_own_answer():
    torch.manual_seed(0)
    network = build_network("resnet18")
    plain = timm.create_model("resnet18").eval()
    plain.load_state_dict(Timm(name="resnet18").load("random").module.state_dict())
    picture = torch.rand(1, 3, 64, 96)
    (seen,) = network.activations(picture, [network.find(BEFORE_CLASSIFIER)])
    dense = network.classifier().logits(seen)
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    with torch.no_grad():
        own = plain((picture - mean.view(3, 1, 1)) / std.view(3, 1, 1))
    assert torch.allclose(dense.mean((2, 3)), own, rtol=1e-3, atol=1e-4)


def test_names_of_imagenet_are_timms():
    network = build_network("resnet18")
    labels = network.classifier().labels
    ((golden,), crane) = match_words(["golden retriever", "crane"], labels)
    assert labels[golden][0] == "golden retriever"
    assert len(crane) == 2, "a bird and a machine"


def target(logits, seed=3, robust=True) -> Target:
    return Target(
        layer="features",
        channels=5,
        aspect=1.0,
        rng=random.Random(seed),
        statistics=lambda: (torch.zeros(5), torch.ones(5)),
        classifier=lambda: Classifier(LABELS, logits, robust),
        activate=lambda picture: picture,
    )


def test_one_name_is_its_mean_log_probability():
    activation = 30 * torch.randn(1, 5, 6, 6)
    score = Concept(names="owl").bind([target(lambda x: x)])
    powers = np.exp(activation.double().numpy() / 10)
    expected = 10 * np.log(powers[:, 2] / powers.sum(1)).mean()
    assert float(score(Activations([activation]))) == pytest.approx(expected, rel=1e-4)


def test_an_ordinary_network_is_asked_for_the_logit():
    activation = 30 * torch.randn(1, 5, 6, 6)
    seen = Activations([activation])
    ordinary, robust = target(lambda x: x, robust=False), target(lambda x: x)
    score = Concept(names="owl").bind([ordinary])
    assert float(score(seen)) == pytest.approx(float(activation[0, 2].mean()), rel=1e-4)
    for measure, other in (("probability", robust), ("logit", ordinary)):
        asked = [Concept(names="owl", measure=measure).bind([t]) for t in (ordinary, robust)]
        usual = Concept(names="owl").bind([other])
        assert {float(ask(seen)) for ask in asked} == {float(usual(seen))}


def test_each_region_follows_its_own_name():
    activation = torch.zeros(1, 5, 8, 8).requires_grad_()
    score = Concept(names=["owl", "ounce"], patches=4).bind([target(lambda x: x)])
    (gradient,) = torch.autograd.grad(score(Activations([activation])), activation)
    # All five are equally likely, so each name's share is what is left beside a fifth.
    wanted = gradient[0] * 64 + 1 / 5
    assert wanted[2].min() < 0.2
    assert wanted[2].max() > 0.8
    assert torch.allclose(wanted[[0, 3, 4]], torch.zeros(3, 8, 8), atol=1e-4)
    total = wanted[1] + wanted[2]
    assert torch.allclose(total, torch.ones_like(total), atol=1e-4)


def test_nearest_strengthens_what_is_there():
    activation = torch.zeros(1, 5, 2, 2)
    activation[0, 2, 0, 0], activation[0, 1, 1, 1] = 9.0, 9.0
    activation.requires_grad_()
    score = Concept(names=["owl", "ounce"], arrange="nearest").bind([target(lambda x: x)])
    (gradient,) = torch.autograd.grad(score(Activations([activation])), activation)
    assert gradient[0, 2, 0, 0] > 0 > gradient[0, 1, 0, 0]
    assert gradient[0, 1, 1, 1] > 0 > gradient[0, 2, 1, 1]


def test_nothing_named():
    with pytest.raises(ValidationError, match="must name something"):
        Concept(names=[])


def test_the_seed_says_where_each_name_grows():
    activation = 9 * torch.randn(1, 5, 8, 8, generator=torch.Generator().manual_seed(0))
    seen = Activations([activation])
    concept = Concept(names=["owl", "ounce"])
    first, again, other = (
        float(concept.bind([target(lambda x: x, seed)])(seen)) for seed in (1, 1, 2)
    )
    assert first == again != other


def test_an_untrained_classifier_is_refused(tmp_path):
    """Weights for other classes, without any, or random: concepts would be dreamed from noise."""
    other = timm.create_model("test_resnet", num_classes=3).state_dict()
    bare = {name: x for name, x in other.items() if not name.startswith("fc.")}
    whole = timm.create_model("test_resnet").state_dict()
    for name, state in {"other": other, "bare": bare, "whole": whole}.items():
        torch.save(state, tmp_path / f"{name}.pth")
    for weights in ("random", str(tmp_path / "other.pth"), str(tmp_path / "bare.pth")):
        model = Timm(name="test_resnet").load(weights)
        with pytest.raises(BadInput, match="an untrained one knows nothing") as raised:
            Network(model, torch.device("cpu"), torch.float32, "test_resnet").classifier()
        assert "\n" not in str(raised.value)
    model = Timm(name="test_resnet").load(str(tmp_path / "whole.pth"))
    assert Network(model, torch.device("cpu"), torch.float32).classifier().labels


def test_a_network_that_was_taught_by_texts_has_no_concepts():
    """CLIP's last layer places a picture beside a text: its numbers are no classes."""
    name = "vit_xsmall_patch16_clip_224.tinyclip_yfcc15m"
    model = Timm(name=name).load("random")
    network = Network(replace(model, weights="of a test"), torch.device("cpu"), torch.float32, name)
    with pytest.raises(
        BadInput, match=r"does not know what its classes are called.*can be dreamed"
    ):
        network.classifier()


def test_a_list_of_thousands_of_names_is_refused():
    with pytest.raises(ValidationError, match="at most 400 names"):
        Concept(names=["owl"] * 100_000)
