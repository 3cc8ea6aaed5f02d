"""A studio of which everything is real but the dreams: pictures that grow by themselves, at once."""

from __future__ import annotations

import io
import itertools
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter

from dreamgen import Session, list_samples
from dreamgen_studio.catalogue import ComponentInfo, LayerInfo, OutputInfo, PresetInfo
from dreamgen_studio.describe import Describer, list_suffixes
from dreamgen_studio.files.finished import Finished
from dreamgen_studio.files.uploads import Uploads
from dreamgen_studio.jobs.job import JobState
from dreamgen_studio.looking import Channel, Concept, Look
from dreamgen_studio.request import NotFound, Request
from dreamgen_studio.settings import Settings
from dreamgen_studio.walls import Wall


class StandInCatalogue:
    def __init__(self, session: Session):
        self._registry = session.registry
        self._session = session

    def presets(self) -> list[PresetInfo]:
        return [
            PresetInfo(name, f"what {name} makes", None, False, "dreamgen")
            for name in self._registry.preset_names()
        ]

    def preset_picture(self, name: str) -> bytes | None:
        return draw(sum(map(ord, name)))

    def components(self, kind: str) -> list[ComponentInfo]:
        found = []
        for name, component in self._registry.classes(kind):
            _, entry = self._registry.find(kind, name)
            fields = component.model_fields.items()
            order = tuple(key for key, info in fields if not info.kw_only)
            try:
                schema = component.model_json_schema()
            except Exception:
                continue
            found.append(ComponentInfo(name, kind, entry.summary, "dreamgen", schema, order))
        return found

    def recipe_schema(self) -> dict[str, Any]:
        from dreamgen import Recipe

        return Recipe.model_json_schema()

    def backbones(self) -> list[ComponentInfo]:
        return [ComponentInfo("bestiary", "backbones", "the bundled network", "dreamgen")]

    def samples(self) -> list[str]:
        return [f"sample:{name}" for name in list_samples()]

    def sample_picture(self, name: str) -> bytes:
        return draw(len(name), 640)

    def outputs(self, moving: bool) -> list[OutputInfo]:
        return [OutputInfo("some", tuple(list_suffixes(self._session, moving)), moving, "")]

    def concepts(self) -> list[str]:
        return ["owl", "peacock", "lighthouse", "butterfly"]


def draw(seed: int, side: int = 320, blur: float = 0) -> bytes:
    """Return the JPEG of coloured noise."""
    small = Image.effect_noise((side // 20, side // 30), 80 + seed % 40)
    other = Image.effect_noise((side // 30, side // 40), 90)
    mixed = Image.merge("RGB", [small, other.resize(small.size), small.rotate(180)])
    image = mixed.resize((side, side * 2 // 3)).filter(ImageFilter.GaussianBlur(blur))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    return buffer.getvalue()


class StandIn:
    """The facade that routes call, with dreams of ``steps`` frames of ``pause`` seconds."""

    def __init__(self, folder: Path, steps: int = 8, pause: float = 0.05):
        self.session = Session()
        self.settings = Settings(most_bytes=2 << 20)
        self._uploads = Uploads(folder / "uploads", self.settings, self.session)
        self._describer = Describer(self.session, self._uploads, self.settings)
        self.catalogue = StandInCatalogue(self.session)
        self.steps, self.pause, self.folder = steps, pause, folder
        self._jobs: dict[str, JobState] = {}
        self._finished: dict[str, Finished] = {}
        self._requests: dict[str, Request | None] = {}
        self._numbers = itertools.count(1)
        self._version = 0

    receive_upload = property(lambda self: self._uploads.receive)
    upload = property(lambda self: self._uploads.get)
    uploads = property(lambda self: self._uploads.all)
    upload_thumbnail = property(lambda self: self._uploads.thumbnail)
    describe = property(lambda self: self._describer.describe)

    def settings_of(self, toml: str) -> dict[str, str]:
        import json
        import tomllib

        table = tomllib.loads(toml)
        table.pop("made", None)
        flat = {key: value for key, value in table.items() if not isinstance(value, dict)}
        for name in ("octaves", "zoom"):
            flat |= {f"{name}.{key}": value for key, value in table.get(name, {}).items()}
        texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in flat.items()}
        return {key: text for key, text in texts.items() if key != "summary"}

    def submit(self, visitor: str, request: Request, turn: str = "") -> str:
        described = self.describe(visitor, request)
        return self._start(visitor, request, described)

    def submit_variants(self, visitor: str, request: Request, key: str, values: Any, turn: str = "") -> list[str]:
        some = [request.model_copy(update={"settings": {**request.settings, key: each}}) for each in values]
        return [self.submit(visitor, each) for each in some]

    def continue_from(self, visitor: str, finished: str, turn: str = "") -> str:
        return self.submit(visitor, self._requests[finished] or Request(source="noise"))

    def export(self, visitor: str, finished: str, suffix: str, settings: Any = None, turn: str = "") -> str:
        from dreamgen import embed_recipe

        made = self.finished(finished)
        number = f"f{next(self._numbers)}"
        path = self.folder / f"{number}{suffix}"
        Image.open(self.file(finished)).convert("RGB").save(path)
        embed_recipe(path, made.toml)
        name = Path(made.name).with_suffix(suffix).name
        self._finished[number] = replace(made, id=number, suffix=suffix, name=name)
        self._requests[number] = self._requests[finished]
        return self._add(JobState(f"j{next(self._numbers)}", "export", "done", done=1, result=number))

    def _add(self, job: JobState) -> str:
        self._jobs[job.id] = job
        self._version += 1
        return job.id

    def _start(self, visitor: str, request: Request, described: Any) -> str:
        job = f"j{next(self._numbers)}"
        self._requests[job] = request
        self._add(JobState(job, request.kind, "waiting", place=1))
        threading.Thread(target=self._work, args=(visitor, job, described), daemon=True).start()
        return job

    def _work(self, visitor: str, job: str, described: Any) -> None:
        moving = self._requests[job].kind == "zoom"  # type: ignore[union-attr]
        for step in range(1, self.steps + 1):
            time.sleep(self.pause)
            state = self._jobs[job]
            if state.has_ended:
                return
            frames = {"frame": step, "frames": self.steps, "keyframe": 1 + step // 3, "keyframes": 1 + self.steps // 3} if moving else {}
            words = {"octave": 1 + step // 4, "octaves": 1 + self.steps // 4, "step": step % 4 + 1, "steps": 4}
            self._add(replace(state, state="running", place=0, done=step / self.steps, preview=step, **words, **frames))
        self._finish(visitor, job, described)

    def _finish(self, visitor: str, job: str, described: Any, note: str = "") -> None:
        from dreamgen import embed_recipe

        number = f"f{next(self._numbers)}"
        request = self._requests[job]
        suffix = ".webp" if request.kind == "zoom" else ".png"  # type: ignore[union-attr]
        path = self.folder / f"{number}{suffix}"
        Image.open(io.BytesIO(draw(3, 640))).save(path)
        embed_recipe(path, described.toml)
        self._finished[number] = Finished(
            number, visitor, f"dream{suffix}", request.kind, suffix, 640, 426, described.toml,  # type: ignore[union-attr]
            described.command, time.time(), 1.5, request.model_dump(), note,  # type: ignore[union-attr]
        )  # fmt: skip
        self._requests[number] = request
        self._add(replace(self._jobs[job], state="done", done=1, result=number))

    def job(self, job: str) -> JobState:
        if job not in self._jobs:
            raise NotFound("there is no such job")
        return self._jobs[job]

    def jobs(self, visitor: str) -> list[JobState]:
        return list(self._jobs.values())[::-1]

    def request_of(self, name: str) -> Request | None:
        return self._requests[name]

    def preview(self, job: str) -> bytes | None:
        count = self.job(job).preview
        return draw(1, 320, max(0, 8 - count)) if count else None

    def frame(self, job: str, number: int) -> bytes | None:
        return draw(number, 160) if number <= self.job(job).frame else None

    def cancel(self, job: str) -> None:
        self._add(replace(self.job(job), state="cancelled"))

    def stop_and_keep(self, job: str) -> None:
        request = self._requests[job]
        self._add(replace(self.job(job), state="cancelled"))
        self._finish("me", job, self.describe("me", request), "stopped")  # type: ignore[arg-type]

    def version(self, visitor: str) -> int:
        return self._version

    def history(self, visitor: str) -> list[Finished]:
        return list(self._finished.values())[::-1]

    def finished(self, finished: str) -> Finished:
        if finished not in self._finished:
            raise NotFound("there is no such dream")
        return self._finished[finished]

    def file(self, finished: str) -> Path:
        return self.folder / f"{finished}{self.finished(finished).suffix}"

    def thumbnail(self, finished: str) -> bytes:
        return self.file(finished).read_bytes()

    def forget(self, finished: str) -> None:
        del self._finished[finished]
        self._version += 1

    def layers(self, visitor: str, backbone: str = "bestiary") -> list[LayerInfo] | None:
        return [LayerInfo(number, f"layer{number}", 64) for number in range(1, 9)]

    def look_at(self, visitor: str, source: str, x: float, y: float, backbone: str = "bestiary", layer: str | None = None) -> str:
        return self._add(JobState(f"j{next(self._numbers)}", "look", "done", done=1))

    def look(self, job: str) -> Look | None:
        channels = tuple(Channel(f"layer{n}", n, n * 7, 4 - n / 3) for n in range(1, 9))
        return Look(channels, (Concept("owl", 0.7), Concept("peacock", 0.2)))

    def wall(self, visitor: str, layer: str, backbone: str = "bestiary") -> Wall:
        self._version += 1
        return Wall("wall1", layer, 64, tuple(range(min(64, self._version * 3))))

    def wall_picture(self, wall: str, channel: int) -> bytes | None:
        return draw(channel, 120)
