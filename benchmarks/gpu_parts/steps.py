"""What a step costs: sizes, number types, memory layouts, torch.compile, CUDA graphs.

The network's forward and backward pass as five variants run it, dreamgen's own among them, and
dreamgen's whole step on top: bare, and with the default regularisers.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from typing import Any

import timm
import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from dreamgen.backbones.base import Model
from dreamgen.backbones.network.network import Network
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.batch import Subject
from dreamgen.engine.gradient_ascent import ascend
from dreamgen.engine.octaves import Octave
from dreamgen.engine.scoring import Scoring
from dreamgen.imaging.picture import Picture
from dreamgen.objectives.layer import LayerEnergy
from dreamgen.optimisers.normalised import Normalised
from dreamgen.parameterisations.pixels import Pixels
from dreamgen.regularisers.base import Regulariser
from dreamgen.regularisers.blur import Blur
from dreamgen.regularisers.chroma import Chroma
from dreamgen.regularisers.jitter import Jitter
from gpu_parts.report import Report, open_report, time_calls, wait_for

SIZES = {"512": (384, 512), "1080p": (1080, 1920), "4K": (2160, 3840)}
TINY = {"64": (48, 64), "96": (96, 128)}
LAYER = "layer3"
STEPS = 12
CUDNN = {"enabled": True, "benchmark": False, "deterministic": False, "allow_tf32": True}


def main() -> None:
    """Answer for each size: milliseconds of each variant, TFLOP/s of the network, dreamgen's step."""
    report = open_report()
    flops = report.ask("flops per pixel", lambda: count_flops(build(report)))
    for name, size in (TINY if report.tiny else SIZES).items():
        report.ask(name, lambda size=size: measure(report, size, flops or 0.0))
    name, size = list((TINY if report.tiny else SIZES).items())[1]
    report.ask("compiled", lambda: {"size": name, **measure_compiled(report, size)})


def build(report: Report) -> nn.Module:
    """Return a ResNet-50, or a very small network of the same shape, with random weights."""
    torch.manual_seed(0)
    return timm.create_model("test_resnet" if report.tiny else "resnet50", zero_init_last=False)


class Trunk(nn.Module):
    """A ResNet up to its third stage, as a plain loop would run it."""

    def __init__(self, net: Any):
        super().__init__()
        self.parts = nn.Sequential(
            net.conv1, net.bn1, net.act1, net.maxpool, net.layer1, net.layer2, net.layer3
        )

    def forward(self, pictures: Tensor) -> Tensor:
        return self.parts(pictures)


def count_flops(module: nn.Module) -> float:
    """Return the floating-point operations of a forward and a backward pass for each pixel."""
    trunk = Trunk(module).eval().requires_grad_(False)
    pictures = torch.rand(1, 3, 224, 224, requires_grad=True)
    with FlopCounterMode(display=False) as counter:
        trunk(pictures).square().mean().backward()
    return counter.get_total_flops() / 224**2


def measure(report: Report, size: tuple[int, int], flops: float) -> dict[str, Any]:
    """Return the milliseconds of every variant at one size."""
    found: dict[str, Any] = {}
    variants: dict[str, Callable[[], Callable[[], Any]]] = {
        "plain fp32": lambda: prepare_plain(report, size, torch.float32, False),
        "plain bf16": lambda: prepare_plain(report, size, torch.bfloat16, False),
        "channels-last bf16": lambda: prepare_plain(report, size, torch.bfloat16, True),
        "dreamgen bf16": lambda: prepare_own(report, size, torch.bfloat16),
        "dreamgen fp16": lambda: prepare_own(report, size, torch.float16),
        "dreamgen fp32": lambda: prepare_own(report, size, torch.float32),
        "dreamgen bf16, CUDA graph": lambda: prepare_graph(report, size),
    }
    if report.device.type != "cuda":
        del variants["dreamgen bf16, CUDA graph"]
    for name, prepare in variants.items():
        found[name] = _attempt(lambda prepare=prepare: 1e3 * time_calls(prepare(), report.device))
    for switch in ("deterministic", "benchmark"):
        with torch.backends.cudnn.flags(**{**CUDNN, switch: True}):
            found[f"dreamgen bf16, cuDNN {switch}"] = _attempt(
                lambda: 1e3 * time_calls(prepare_own(report, size, torch.bfloat16), report.device)
            )
    own = found["dreamgen bf16"]
    if isinstance(own, float):
        found["TFLOP/s bf16"] = flops * size[0] * size[1] / own / 1e9
    for name, regularisers in {"bare": [], "default": [Blur(), Chroma()]}.items():
        chosen = [Jitter(), *regularisers]
        found[f"step, {name}"] = _attempt(lambda chosen=chosen: time_steps(report, size, chosen))
    return found


def _attempt(answer: Callable[[], float]) -> Any:
    try:
        return round(answer(), 3)
    except Exception as problem:
        return {"error": f"{type(problem).__name__}: {problem}"[:300]}


def prepare_plain(
    report: Report, size: tuple[int, int], dtype: torch.dtype, channels_last: bool
) -> Callable[[], Tensor]:
    """Return a forward and backward pass of the trunk as it is."""
    layout = torch.channels_last if channels_last else torch.contiguous_format
    trunk = Trunk(build(report)).eval().requires_grad_(False)
    trunk = trunk.to(report.device, dtype).to(memory_format=layout)
    pictures = torch.rand(1, 3, *size, device=report.device)
    return lambda: differentiate(
        lambda x: trunk(x.to(dtype, memory_format=layout)).float(), pictures
    )


def differentiate(forward: Callable[[Tensor], Tensor], pictures: Tensor) -> Tensor:
    """Return the gradient of half the mean square of a map."""
    pictures = pictures.detach().requires_grad_(True)
    (gradient,) = torch.autograd.grad(forward(pictures).square().mean() / 2, pictures)
    return gradient


def make_network(report: Report, dtype: torch.dtype) -> Network:
    """Return the network as dreamgen loads it."""
    config = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    return Network(Model(build(report), "random", *config), report.device, dtype)


def prepare_own(report: Report, size: tuple[int, int], dtype: torch.dtype) -> Callable[[], Tensor]:
    """Return a forward and backward pass of dreamgen's network."""
    network = make_network(report, dtype)
    pictures = torch.rand(1, 3, *size, device=report.device)

    def run() -> Tensor:
        with network.hook([LAYER]) as forward:
            return differentiate(lambda x: forward(x)[0], pictures)

    return run


def prepare_graph(report: Report, size: tuple[int, int]) -> Callable[[], None]:
    """Return the same, recorded once as a CUDA graph and played back."""
    run = prepare_own(report, size, torch.bfloat16)
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            run()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        run()
    return graph.replay


def measure_compiled(report: Report, size: tuple[int, int]) -> dict[str, float]:
    """Return the seconds that compiling takes, and the milliseconds of a pass afterwards."""
    trunk = Trunk(build(report)).eval().requires_grad_(False)
    trunk = trunk.to(report.device, torch.bfloat16).to(memory_format=torch.channels_last)
    compiled = torch.compile(trunk)
    pictures = torch.rand(1, 3, *size, device=report.device)

    def run() -> Tensor:
        shown = lambda x: x.to(torch.bfloat16, memory_format=torch.channels_last)  # noqa: E731
        return differentiate(lambda x: compiled(shown(x)).float(), pictures)

    begun = time.perf_counter()
    run()
    wait_for(report.device)
    first = time.perf_counter() - begun
    return {"first pass s": round(first, 1), "ms": round(1e3 * time_calls(run, report.device), 3)}


def time_steps(report: Report, size: tuple[int, int], regularisers: Sequence[Regulariser]) -> float:
    """Return the milliseconds of a step of dreamgen's ascent in bf16, over one octave."""
    network, rng = make_network(report, torch.bfloat16), random.Random(0)
    scoring = Scoring(network, [(1.0, LayerEnergy())], LAYER, size[1] / size[0], rng)
    ascent = Ascent(
        regularisers=regularisers,
        parameterisation=Pixels(),
        optimiser=Normalised(),
        octaves=lambda size: [Octave(*size, STEPS + 3)],
        step_size=1.0,
        device=report.device,
    )
    subject = Subject(Picture(torch.rand(3, *size)), scoring, rng)
    with network.hook([LAYER]) as forward:
        steps = ascend([subject], ascent, forward)
        for _ in range(3):
            next(steps)
        wait_for(report.device)
        begun = time.perf_counter()
        for _ in range(STEPS - 1):
            next(steps)
        wait_for(report.device)
        return 1e3 * (time.perf_counter() - begun) / (STEPS - 1)


if __name__ == "__main__":
    main()
