"""What a recipe may write for a backbone, and what is said of the rest."""

import pytest

from dreamgen.backbones.sources.bundled import Bestiary
from dreamgen.backbones.sources.file import Checkpoint
from dreamgen.backbones.sources.timm import Timm
from dreamgen.backbones.sources.torchvision import Torchvision
from dreamgen.errors import BadInput
from dreamgen.render.find_backbone import find_backbone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bestiary", Bestiary()),
        ("resnet50.a1_in1k", Timm(name="resnet50.a1_in1k")),
        ("hf-hub:me/mine", Timm(name="hf-hub:me/mine")),
        ("timm(resnet50)", Timm(name="resnet50")),
        (" timm( name=resnet50 ) ", Timm(name="resnet50")),
        ("torchvision(googlenet)", Torchvision(name="googlenet")),
        ("mine/net (2).safetensors", Checkpoint(path="mine/net (2).safetensors")),
        ('file("net.safetensors")', Checkpoint(path="net.safetensors")),
    ],
)
def test_a_text_becomes_a_backbone(text, expected, registry):
    assert find_backbone(text, registry) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ftp:resnet50", "backbone: no network is called 'ftp:resnet50'"),
        ("timm()", "backbone: timm: 'name' is required"),
        ("tim(resnet50)", "backbone: there is no backbone 'tim' .did you mean timm"),
        ("timm(resnet50, size=3)", "backbone: timm.*1|size"),
    ],
)
def test_what_is_none_is_one_sentence(text, message, registry):
    with pytest.raises(BadInput, match=message) as raised:
        find_backbone(text, registry)
    assert "\n" not in str(raised.value)


def test_files_that_would_be_read():
    assert Timm(name="resnet50").reads(None) == []
    assert Timm(name="local-dir:mine").reads("w.pth") == ["mine", "w.pth"]
    assert Checkpoint(path="a.pt").reads("random") == ["a.pt"]
    assert Bestiary().reads(None) == []
    assert Bestiary().reads("w.pth") == ["w.pth"]


def test_who_downloads():
    assert [kind.downloads for kind in (Bestiary, Checkpoint, Timm, Torchvision)] == [
        False,
        False,
        True,
        True,
    ]
