"""The filters of the gradient: which way of blurring suits a GPU, and what all of them cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen.engine.zoom.tone import Tone, match_sharpness, match_tone
from dreamgen.engine.zoom.warp import Texture
from dreamgen.imaging.gaussian import _add_shifted, _make_kernel, gaussian_blur
from dreamgen.imaging.laplacian_pyramid import build_laplacian_pyramid
from dreamgen.regularisers.blur import Blur
from dreamgen.regularisers.chroma import Chroma
from gpu_parts.report import Report, open_report, time_calls

SIZES = {"1080p": (1080, 1920), "4K": (2160, 3840)}
SIGMA, REACH = 3.0, 9
BLOCK = 128  # pixels that one product of matrices blurs


def main() -> None:
    """Answer for each size: milliseconds of each filter."""
    report = open_report()
    for name, size in ({"96": (96, 128)} if report.tiny else SIZES).items():
        report.ask(name, lambda size=size: measure(report, size))


def measure(report: Report, size: tuple[int, int]) -> dict[str, float]:
    """Return the milliseconds of each way to blur, and of what else works on whole pictures."""
    x = torch.rand(1, 3, *size, device=report.device)
    tone, turn = Tone.measure(x[0]), torch.eye(3).double().numpy() * [0.99, 0.99, 1.0]
    filters: dict[str, Callable[[], Any]] = {
        "blur, dreamgen's": lambda: gaussian_blur(x, SIGMA),
        "blur, shifted copies": lambda: blur_by_shifts(x),
        "blur, matrices": lambda: blur_by_matrices(x),
        "Blur": lambda: Blur().gradient(x, 0.0),
        "Chroma": lambda: Chroma().gradient(x, 0.0),
        "pyramid": lambda: build_laplacian_pyramid(x, 4),
        "match sharpness": lambda: match_sharpness(x[0], tone),
        "match tone": lambda: match_tone(x[0] * 0.9, tone),
        "warp": lambda: Texture(x[0]).sample(turn, size),
    }
    return {
        name: round(1e3 * time_calls(run, report.device, 0.3), 3) for name, run in filters.items()
    }


def blur_by_shifts(pictures: Tensor) -> Tensor:
    """Blur as on a CPU, by adding shifted copies."""
    kernel = _make_kernel(SIGMA, REACH)
    padded = F.pad(pictures, (REACH,) * 4, mode="reflect")
    return _add_shifted(_add_shifted(padded, kernel, 3), kernel, 2)


def blur_by_matrices(pictures: Tensor) -> Tensor:
    """Blur each side by products with a band matrix, block by block; sides are cut to whole blocks."""
    line = torch.tensor(_make_kernel(SIGMA, REACH), device=pictures.device)
    for _ in range(2):
        height, width = pictures.shape[2:]
        block = min(BLOCK, width)
        count, long = width // block, block + 2 * REACH
        band = torch.zeros(long, block, device=pictures.device)
        for k in range(block):
            band[k : k + len(line), k] = line
        padded = F.pad(pictures, (REACH, REACH, 0, 0), mode="reflect").contiguous()
        rows = padded.numel() // padded.shape[3]
        blocks = padded.as_strided((count, rows, long), (block, padded.shape[3], 1))
        found = torch.bmm(blocks, band.expand(count, -1, -1))
        pictures = found.view(count, -1, 3, height, block).permute(1, 2, 0, 4, 3).flatten(2, 3)
    return pictures


if __name__ == "__main__":
    main()
