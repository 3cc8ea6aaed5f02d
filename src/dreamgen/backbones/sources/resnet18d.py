"""The architecture of the bundled network, in plain torch.

timm's ``resnet18d`` is the same network with the same names. Importing timm, and torchvision with
it, takes longer than everything else that a dream with the bundled network does before its first
step.
"""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn

NAME = "resnet18d"


class ResNet18d(nn.Module):
    """ResNet-18 (He et al. 2015) with the stem and shortcuts of ResNet-D (He et al. 2018).

    Pictures (B, 3, H, W) in, logits (B, num_classes) out.
    """

    def __init__(self, num_classes: int = 1000):
        super().__init__()
        self.conv1 = nn.Sequential(
            *_make_stem_convolution(3, 32, stride=2),
            *_make_stem_convolution(32, 32, stride=1),
            _make_convolution(32, 64),
        )
        self.bn1 = nn.BatchNorm2d(64)
        self.act1 = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = _make_stage(64, 64, stride=1)
        self.layer2 = _make_stage(64, 128, stride=2)
        self.layer3 = _make_stage(128, 256, stride=2)
        self.layer4 = _make_stage(256, 512, stride=2)
        self.global_pool = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(1))
        self.fc = nn.Linear(512, num_classes)
        self.num_classes = num_classes
        self.pretrained_cfg: dict[str, Any] = {
            "architecture": NAME,
            "input_size": (3, 224, 224),
            "classifier": "fc",
        }
        self.feature_info = [{"module": "act1", "reduction": 2}] + [
            {"module": f"layer{stage}", "reduction": 2 ** (stage + 1)} for stage in (1, 2, 3, 4)
        ]

    def forward(self, x: Tensor) -> Tensor:
        return self.forward_head(self.forward_features(x))

    def forward_features(self, x: Tensor) -> Tensor:
        """Return the last block's activation, (B, 512, H/32, W/32)."""
        x = self.maxpool(self.act1(self.bn1(self.conv1(x))))
        return self.layer4(self.layer3(self.layer2(self.layer1(x))))

    def forward_head(self, x: Tensor) -> Tensor:
        """Return the logits of the last block's activation."""
        return self.fc(self.global_pool(x))


class BasicBlock(nn.Module):
    """Two convolutions, and a shortcut that averages where the block halves the picture."""

    def __init__(self, channels: int, width: int, stride: int):
        super().__init__()
        self.conv1 = _make_convolution(channels, width, stride)
        self.bn1 = nn.BatchNorm2d(width)
        self.act1 = nn.ReLU(inplace=True)
        self.conv2 = _make_convolution(width, width)
        self.bn2 = nn.BatchNorm2d(width)
        self.act2 = nn.ReLU(inplace=True)
        self.downsample = _make_shortcut(channels, width) if stride > 1 else None

    def forward(self, x: Tensor) -> Tensor:
        shortcut = x if self.downsample is None else self.downsample(x)
        x = self.act1(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        x += shortcut
        return self.act2(x)


def _make_stage(channels: int, width: int, stride: int) -> nn.Sequential:
    return nn.Sequential(BasicBlock(channels, width, stride), BasicBlock(width, width, 1))


def _make_shortcut(channels: int, width: int) -> nn.Sequential:
    return nn.Sequential(
        nn.AvgPool2d(2, ceil_mode=True, count_include_pad=False),
        nn.Conv2d(channels, width, 1, bias=False),
        nn.BatchNorm2d(width),
    )


def _make_stem_convolution(channels: int, width: int, stride: int) -> list[nn.Module]:
    return [
        _make_convolution(channels, width, stride),
        nn.BatchNorm2d(width),
        nn.ReLU(inplace=True),
    ]


def _make_convolution(channels: int, width: int, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(channels, width, 3, stride, padding=1, bias=False)
