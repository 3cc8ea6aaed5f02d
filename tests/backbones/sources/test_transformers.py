"""Vision transformers are known by their names; the names are held against the networks themselves."""

from __future__ import annotations

import pytest
import timm

from dreamgen.backbones.network.hidden_units import find_hidden_units
from dreamgen.backbones.sources.architecture import outline
from dreamgen.backbones.sources.transformers import names_transformer

FAMILIES = ["beit", "cait", "coat", "deit3", "eva02", "hiera", "pvt", "swinv2", "twins", "xcit"]


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_named_so_attends_and_has_hidden_units(family):
    own = [name for name in timm.list_models(f"{family}_*") if names_transformer(name)]
    modules = [name for name, _ in outline(min(own, key=len)).named_modules()]
    assert any("attn" in name for name in modules)
    assert find_hidden_units(modules)


@pytest.mark.parametrize("name", ["resnet18", "convnext_tiny", "vitamin_small_224", "vgg16", ""])
def test_others_are_none(name):
    assert not names_transformer(name)


@pytest.mark.parametrize(
    "name", ["vit_b_16", "swin_t", "hf-hub:timm/vit_tiny_patch16_224.augreg_in21k", "test_vit"]
)
def test_addresses_tags_and_torchvisions_names_are_read(name):
    assert names_transformer(name)
