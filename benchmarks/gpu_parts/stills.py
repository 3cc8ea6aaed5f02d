"""Whole stills: 512 px, 1080p and 4K, and an atlas of 64 channels as one batch; what `auto` chooses."""

from __future__ import annotations

import time
from typing import Any

import torch

from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import Term
from dreamgen.render.session import Session
from dreamgen.render.still import batches_of
from gpu_parts.recipes import prepare
from gpu_parts.report import Report, open_report, wait_for

SIZES = {"512": "512x384", "1080p": "1920x1080", "4K": "3840x2160"}
CHANNELS = 64


def main() -> None:
    """Answer: seconds of each still, the first and the next, and of the atlas."""
    report, session = open_report(), Session()
    sizes = {"64": "64x48"} if report.tiny else SIZES
    for name, size in sizes.items():
        for network, keys in (("resnet50", {}), ("bestiary", {"backbone": "bestiary"})):
            report.ask(
                f"{network}, {name}",
                lambda size=size, keys=keys: time_still(report, session, size, keys),
            )
    report.ask("atlas", lambda: time_atlas(report, session))


def time_still(
    report: Report, session: Session, size: str, keys: dict[str, Any]
) -> dict[str, float]:
    """Return the seconds of the default ascent: loading apart, the first time, and the next."""
    begun = time.perf_counter()
    job = prepare(report, session, size, **keys)
    found = {"prepare s": time.perf_counter() - begun}
    for turn in ("first s", "next s"):
        _reset_peak(report)
        begun = time.perf_counter()
        list(session.frames(job))
        found[turn] = time.perf_counter() - begun
    if report.device.type == "cuda":
        found["peak GB"] = torch.cuda.max_memory_allocated(report.device) / 2**30
    return {key: round(value, 3) for key, value in found.items()}


def time_atlas(report: Report, session: Session) -> dict[str, float]:
    """Return the seconds of 64 channels of the bundled network at 256 px, and of how many batches."""
    size, count = ("64", 4) if report.tiny else ("256", CHANNELS)
    job = prepare(report, session, size, backbone="bestiary", octaves=4, steps=16)
    recipes = [
        job.recipe.model_copy(update={"objective": (Term(Call("channel", (6, k))),)})
        for k in range(count)
    ]
    jobs = [session.prepare(session.plan(each), like=job) for each in recipes]
    found = {"batches": float(len(list(batches_of(jobs))))}
    for turn in ("first s", "next s"):
        begun = time.perf_counter()
        list(session.stills(jobs))
        found[turn] = round(time.perf_counter() - begun, 3)
    return found


def _reset_peak(report: Report) -> None:
    wait_for(report.device)
    if report.device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(report.device)


if __name__ == "__main__":
    main()
