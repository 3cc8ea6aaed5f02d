"""A network written down and read again: the same function, and statistics that a plain loop finds."""

from __future__ import annotations

import timm
import torch

from dreamgen import load_backbone, save_backbone


def test_written_and_read_again(tmp_path):
    torch.manual_seed(0)
    module = timm.create_model("test_resnet", num_classes=3).eval()
    for norm in module.modules():
        if isinstance(norm, torch.nn.BatchNorm2d):
            norm.running_mean.normal_(0, 0.2)
            norm.running_var.uniform_(0.5, 2)
    samples = torch.rand(5, 3, 64, 96)
    mean, std = (0.5, 0.4, 0.3), (0.2, 0.3, 0.4)
    path = tmp_path / "mine.safetensors"
    save_backbone(
        path,
        module,
        architecture="test_resnet",
        classes=("a", "b", "c"),
        mean=mean,
        std=std,
        samples=samples,
        default_layer=2,
        robust=True,
    )
    model = load_backbone(str(path))
    assert (model.classes, model.mean, model.std) == (("a", "b", "c"), mean, std)
    assert (model.default_objective, model.default_layer) == ("patchwork", 2)
    assert model.robust
    assert not load_backbone(str(path), weights="random").robust

    def normal(pictures):
        return (pictures - torch.tensor(mean).view(3, 1, 1)) / torch.tensor(std).view(3, 1, 1)

    with torch.no_grad():
        before, after = module(normal(samples)), model.module.eval()(normal(samples))
    assert (before - after).abs().max() < 0.02 * before.abs().max()

    layer, (average, spread) = next(iter(model.statistics.items()))
    seen = []
    hook = module.get_submodule(layer).register_forward_hook(lambda *found: seen.append(found[2]))
    with torch.no_grad():
        for sample in samples:
            module(normal(sample[None]))
    hook.remove()
    flat = torch.stack([x[0] for x in seen]).transpose(0, 1).flatten(1)
    assert torch.allclose(average, flat.mean(1), rtol=5e-3, atol=5e-3)
    assert torch.allclose(spread, flat.std(1), rtol=5e-3, atol=5e-3)
    assert [item.name for item in tmp_path.iterdir()] == ["mine.safetensors"]
