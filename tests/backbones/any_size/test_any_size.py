import itertools

import numpy as np
import pytest
import torch

from dreamgen.backbones.any_size.reflection import reflect_to
from dreamgen.backbones.any_size.strategies import AnySize
from dreamgen.backbones.any_size.windows import place_windows
from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.timm import Timm
from dreamgen.errors import DreamError

CPU = torch.device("cpu")


@pytest.mark.parametrize(
    ("size", "step"),
    list(itertools.product([(250, 450), (224, 224), (100, 640), (1000, 225)], range(4))),
)
def test_windows_cover_the_picture_and_join_without_a_seam(size, step):
    windows = place_windows(size, (224, 224), (16, 16), step)
    picture = torch.rand(2, 3, *size)
    cut = windows.cut(picture)
    assert cut.shape[1:] == (3, 224, 224)
    # A network without any reach, the pixels themselves, comes back as it was.
    torch.testing.assert_close(windows.join(cut, size), picture)
    # So does one of stride 16: means over cells, away from the border that was extended.
    joined = windows.join(torch.nn.functional.avg_pool2d(cut, 16), size)
    whole = torch.nn.functional.avg_pool2d(picture, 16)
    assert joined.shape[-2:] == (-(-size[0] // 16), -(-size[1] // 16))
    torch.testing.assert_close(joined[..., : size[0] // 16, : size[1] // 16], whole)


def test_windows_move_from_step_to_step_but_keep_to_the_grid():
    places = {place_windows((500, 900), (224, 224), (16, 16), step).columns for step in range(8)}
    assert len(places) > 3
    assert all(left % 16 == 0 for columns in places for left in columns)


@pytest.mark.parametrize("stride", [7, 14, 16, 32])
@pytest.mark.parametrize("length", [10, 224, 225, 300, 447, 448, 449, 1024, 3333])
def test_no_pixel_is_left_out(length, stride):
    for step in range(5):
        windows = place_windows((length, 224), (224, 224), (stride, stride), step)
        covered = torch.zeros(windows.padded[0])
        for top in windows.rows:
            assert 0 <= top <= windows.padded[0] - 224
            covered[top : top + 224] += 1
        assert covered.min() >= 1
        edge = windows.margin[0]
        assert edge % stride == 0
        assert (edge > 0) == (length > 224)
        assert windows.padded[0] - max(length + 2 * edge, 224) < stride


@pytest.mark.parametrize(
    "name",
    ["test_resnet", "test_vit", "gmlp_ti16_224", "hiera_tiny_224", "swin_tiny_patch4_window7_224"],
)
def test_any_network_sees_a_picture_of_any_size(name):
    network = Network(Timm(name=name).load("random"), CPU, torch.float32)
    layer = network.find(2)
    stride = None
    for height, width in ((150, 290), (37, 61)):
        picture = torch.rand(1, 3, height, width, requires_grad=True)
        with network.hook([layer]) as forward:
            (activation,) = forward(picture)
            activation.square().mean().backward()
        rows, columns = activation.shape[-2:]
        stride = stride or round(width / columns)
        assert abs(rows - height / stride) <= 1.5
        assert abs(columns - width / stride) <= 1.5
        assert picture.grad.isfinite().all()
        assert (picture.grad != 0).float().mean() > 0.5


def test_a_fixed_network_at_its_own_size_is_shown_the_picture_itself():
    network = Network(Timm(name="gmlp_ti16_224").load("random"), CPU, torch.float32)
    shown = []
    network.model.module.stem.register_forward_pre_hook(lambda m, inputs: shown.append(inputs[0]))
    network.activations(torch.rand(1, 3, 224, 224), [network.find(1)])
    assert shown[-1].shape == (1, 3, 224, 224)


def test_a_refusal_is_one_sentence():
    def forward(picture):
        raise RuntimeError("nothing suits me\nat all")

    with pytest.raises(DreamError, match=r"refuses a picture of 50x40: nothing suits me$"):
        AnySize((32, 32), 16)(torch.rand(1, 3, 40, 50), forward, 0)


@pytest.mark.parametrize(("side", "length"), [(6, 9), (5, 23), (1, 4), (2, 5)])
def test_reflections_go_on_for_as_long_as_needed(side, length):
    picture = torch.arange(float(side)).view(1, 1, 1, side).expand(1, 3, 4, side)
    expected = np.pad(np.arange(float(side)), (2, length - side), mode="reflect")
    found = reflect_to(picture, (4, length + 2), (0, 2))
    assert found.shape == (1, 3, 4, length + 2)
    assert torch.equal(found[0, 0, 0], torch.from_numpy(expected))


@pytest.mark.parametrize("multiple", [16, 32, 48])
def test_multiples_that_a_network_does_not_speak_of_are_found(multiple):
    def forward(shown):
        if any(side % multiple for side in shown.shape[2:]):
            raise ValueError("refused")
        return [torch.nn.functional.avg_pool2d(shown, 16)]

    (found,) = AnySize((768, 768), 16)(torch.rand(1, 3, 200, 330), forward, 0)
    assert found.shape == (1, 3, 13, 21)


def test_an_extension_puts_no_line_at_the_border():
    picture = torch.rand(1, 3, 90, 100, requires_grad=True)
    forward = AnySize((32, 32), 32)

    def only_multiples(shown):
        assert not any(side % 32 for side in shown.shape[2:])
        return [shown.square()]

    (found,) = forward(picture, only_multiples, 0)
    found.sum().backward()
    torch.testing.assert_close(picture.grad, 2 * picture.detach())
    gathered = torch.autograd.grad(reflect_to(picture, (96, 128)).sum(), picture)[0]
    assert gathered.max() <= 4


def test_the_padding_of_a_network_stays_outside_the_picture():
    kernel = torch.rand(1, 1, 3, 3)
    picture = torch.rand(1, 1, 300, 100)
    windows = place_windows((300, 100), (224, 224), (16, 16), 0)
    found = windows.join(torch.conv2d(windows.cut(picture), kernel, padding=1), (300, 100))
    reflect_to = torch.nn.functional.pad(picture, (1, 1, 1, 1), mode="reflect")
    expected = torch.conv2d(reflect_to, kernel)
    for rows in (slice(0, 16), slice(-16, None)):
        torch.testing.assert_close(found[..., rows, 1:-1], expected[..., rows, 1:-1])
