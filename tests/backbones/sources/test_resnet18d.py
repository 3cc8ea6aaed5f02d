"""The bundled network's architecture is timm's resnet18d, and needs nothing of timm."""

import subprocess
import sys

import pytest
import timm
import torch

from dreamgen.backbones.sources.resnet18d import ResNet18d
from dreamgen.backbones.sources.start_from_zeros import StartFromZeros


@pytest.mark.parametrize("size", [33, 64, 97])
def test_it_computes_what_timms_network_computes(size):
    theirs = timm.create_model("resnet18d", num_classes=5).eval()
    ours = ResNet18d(5).eval()
    ours.load_state_dict(theirs.state_dict(), strict=True)
    picture = torch.randn(2, 3, size, size)
    assert torch.equal(ours(picture), theirs(picture))
    stages = [[info["module"] for info in each.feature_info] for each in (ours, theirs)]
    assert stages[0] == stages[1]


def test_zeros_leave_the_random_numbers_alone():
    before = torch.get_rng_state()
    with StartFromZeros():
        module = ResNet18d(5)
    assert torch.equal(torch.get_rng_state(), before)
    assert not any(weight.any() for weight in module.layer4.parameters() if weight.ndim > 1)


def test_a_dream_with_the_bundled_network_imports_neither_timm_nor_torchs_compiler():
    code = (
        "import sys, dreamgen; dreamgen.dream('noise', size=32, steps=1);"
        "print({'timm', 'torchvision', 'torch._dynamo', 'sympy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "set()"
