"""Frames a second of zooms, and the share of the time that no network runs in."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from torch import Tensor

from dreamgen.errors import DreamError
from dreamgen.render.job import Job
from dreamgen.render.session import Session
from gpu_parts.recipes import prepare
from gpu_parts.report import Report, open_report, wait_for

SECONDS = 2
ZOOM = {"steps": 4, "octaves": 1}


class Memory:
    """A store of tensors in this process, where a film's own store writes files."""

    def __init__(self) -> None:
        self._kept: dict[str, Tensor] = {}

    def get(self, name: str) -> Tensor | None:
        """Return what was put under a name, or None."""
        return self._kept.get(name)

    def put(self, name: str, value: Tensor) -> None:
        """Keep a tensor."""
        self._kept[name] = value


def main() -> None:
    """Answer: frames a second of a feedback zoom with four steps a frame, and of a nested one."""
    report, session = open_report(), Session()
    size = "64x48" if report.tiny else "1920x1080"
    for mode, zoom in (("feedback", ZOOM), ("feedback, no dreaming", {**ZOOM, "steps": 0})):
        job = prepare(report, session, size, "feedback", zoom, SECONDS)
        report.ask(mode, lambda job=job: measure(report, session, job))
    job = prepare(report, session, size, "feedback", ZOOM, SECONDS)
    report.ask("feedback, on disk", lambda: measure_on_disk(report, session, job))
    nested = prepare(report, session, size, "nested", {"steps": 8}, SECONDS)
    report.ask("nested", lambda: measure(report, session, nested))
    report.ask("nested to MP4", lambda: write_film(report, session, nested))


def measure(report: Report, session: Session, job: Job) -> dict[str, float]:
    """Return frames a second after the first frame, drawn and not written."""
    frames = session.frames(job, None, Memory())
    next(frames)
    wait_for(report.device)
    begun, count = time.perf_counter(), 0
    for _ in frames:
        count += 1
        if time.perf_counter() - begun > 12:
            break
    return {"frames/s": round(count / (time.perf_counter() - begun), 2), "frames": count}


def measure_on_disk(report: Report, session: Session, job: Job) -> dict[str, float]:
    """Return the same with every frame kept in a folder, as the command line does."""
    from dreamgen.render.saving.resume import FolderStore

    with tempfile.TemporaryDirectory() as folder:
        frames = session.frames(job, None, FolderStore(Path(folder)))
        next(frames)
        begun, count = time.perf_counter(), 0
        for _ in frames:
            count += 1
            if time.perf_counter() - begun > 8:
                break
        return {"frames/s": round(count / (time.perf_counter() - begun), 2), "frames": count}


def write_film(report: Report, session: Session, job: Job) -> dict[str, Any]:
    """Return the seconds from a prepared film to its file."""
    import dreamgen
    from dreamgen.render.results.dreams import Film

    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        film = Film(job.recipe, job, session, None)
        try:
            film.save(Path(folder) / "film.mp4")
        except dreamgen.BadInput as problem:  # without PyAV
            return {"skipped": str(problem)}
        except DreamError as problem:
            return {"error": str(problem)}
        return {"frames/s": round(len(film) / (time.perf_counter() - begun), 2)}


if __name__ == "__main__":
    main()
