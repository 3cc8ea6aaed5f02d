import timm
import torch
from timm.layers import BlurPool2d

from dreamgen_bestiary.training.blur import AveragedBlur, with_averaged_blur


def test_a_network_gives_the_same_with_averaged_blur():
    torch.manual_seed(0)
    module = timm.create_model("resnetblur18", num_classes=7).double().eval()
    picture = torch.rand(2, 3, 70, 93, dtype=torch.double)
    before = module(picture)
    names = module.state_dict().keys()
    with_averaged_blur(module)
    kinds = {type(part) for part in module.modules()}
    assert AveragedBlur in kinds
    assert BlurPool2d not in kinds
    torch.testing.assert_close(module(picture), before, rtol=1e-6, atol=1e-6)
    assert module.state_dict().keys() == names
