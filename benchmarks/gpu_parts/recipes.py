"""Jobs for the parts that measure whole renders."""

from __future__ import annotations

from typing import Any

from dreamgen.recipe.keywords import read_keywords
from dreamgen.render.job import Job
from dreamgen.render.session import Session
from gpu_parts.report import Report


def prepare(
    report: Report,
    session: Session,
    size: str,
    mode: str | None = None,
    zoom: dict[str, Any] | None = None,
    seconds: float = 1.0,
    **more: Any,
) -> Job:
    """Return a job from noise, on the third stage of a ResNet-50; ``mode`` for a zoom."""
    given: dict[str, Any] = {"size": size, "device": str(report.device), **more}
    if "backbone" not in more:
        name = "test_resnet" if report.tiny else "resnet50"
        given |= {"backbone": name, "weights": "random", "layer": "layer3", "objective": "layer"}
    if mode is not None:
        given |= {"mode": mode, "zoom": zoom or {}, "seconds": seconds, "motion": "zoom(1.5)"}
    layers = read_keywords(
        given, "gpu", "still" if mode is None else "zoom", session.registry.options()
    )
    recipe = session.compose("noise", None, layers, mode is not None)
    return session.prepare(session.plan(recipe), even=mode is not None)
