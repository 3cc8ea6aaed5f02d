"""The show: a thread that dreams the newest picture, and everything that looks on or has a say."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from dreamgen import BadInput, DreamError, Live
from dreamgen_live.audience import Audience
from dreamgen_live.controls import Wish, press, set_value
from dreamgen_live.newest import Newest, Taken
from dreamgen_live.pictures import decode, encode, to_levels

if TYPE_CHECKING:
    from dreamgen_live.recording import Recordings
    from dreamgen_live.sources.base import Source
    from dreamgen_live.virtual_camera import VirtualCamera

WAIT = 0.25
"""Seconds without a new picture after which the last one is dreamed on."""


@dataclass(frozen=True)
class Shown:
    """A dream as a JPEG file, its number from 1, and what its picture's sender wanted back."""

    number: int
    jpeg: bytes
    stamp: Any


class Show:
    """Dreams what ``source`` shows, or what :meth:`receive` is given if that is None.

    ``fps`` is how many frames a second there are at most. ``problem`` is a sentence about what went
    wrong last, ``ended`` is set once nothing more can come, and ``audience`` hears of every dream.
    """

    def __init__(
        self,
        live: Live,
        source: Source | None,
        fps: float,
        recordings: Recordings,
        virtual: VirtualCamera | None = None,
    ):
        self.source = source
        self.problem = ""
        self.ended = threading.Event()
        self.audience = Audience()
        self._live = live
        self._time = 1 / fps
        self._recordings = recordings
        self._virtual = virtual
        self._newest = Newest()
        self._frozen = False
        self._sender: object = None
        self._latency = 0.0
        self._shown: Shown | None = None
        self._wish = self._applied = _read_wish(live)
        self._wished = threading.Event()
        self._deciding = threading.Lock()  # two pages may press a key at once
        works = [self._dream, self._apply, *([self._read] if source else [])]
        self._threads = [
            threading.Thread(target=self._run, args=[work], daemon=True) for work in works
        ]

    # --- the run of it ---

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """End, with every recording whole."""
        self.ended.set()
        self._wished.set()
        if self.source is not None:
            self.source.close()
        for thread in self._threads:
            thread.join(5)
        self._tell_problem(self._recordings.stop)
        if self._virtual is not None:
            self._virtual.close()

    def _run(self, work: Callable[[], None]) -> None:
        """Do a thread's work; whatever ends it early ends the show, with one sentence."""
        try:
            work()
        except DreamError as problem:
            self._end(str(problem))
        except Exception as problem:
            self._end(f"the show has ended: {type(problem).__name__}: {problem}")

    def _read(self) -> None:
        assert self.source is not None
        for picture in self.source.pictures():
            self._newest.put(Taken(picture))
            if self.ended.is_set():
                return

    def _dream(self) -> None:
        taken: Taken | None = None
        while not self.ended.is_set():
            begun = time.perf_counter()
            fresh = self._newest.take(WAIT)
            taken = taken if taken and (self._frozen or fresh is None) else fresh
            if taken is not None:
                if not self._show(taken, is_new=taken is fresh):
                    taken = None
                self.ended.wait(max(0.0, begun + self._time - time.perf_counter()))

    def _show(self, taken: Taken, is_new: bool) -> bool:
        """Dream a picture, and tell everybody; return whether it was one."""
        try:
            levels = to_levels(self._live.show(decode(taken.picture)))
        except BadInput as problem:  # a page may send what is no picture
            self._say(str(problem))
            return False
        number = self._shown.number + 1 if self._shown else 1
        self._shown = Shown(number, encode(levels), taken.stamp if is_new else None)
        if is_new:
            self._latency = time.perf_counter() - taken.at
        self._tell_problem(lambda: self._recordings.add(levels))
        if self._virtual is not None:
            self._tell_problem(partial(self._virtual.add, levels))
        self.audience.notify()
        return True

    def _end(self, problem: str) -> None:
        self.problem = problem
        self.ended.set()
        self.audience.notify()

    def _tell_problem(self, run: Callable[[], object]) -> None:
        try:
            run()
        except BadInput as problem:
            self._say(str(problem))

    def _say(self, problem: str) -> None:
        self.problem = problem
        self.audience.notify()

    # --- who looks on ---

    @property
    def shown(self) -> Shown | None:
        """The newest dream."""
        return self._shown

    def state(self) -> dict[str, Any]:
        """Return everything that a page shows beside the dream, for JSON."""
        live, wish, recording = self._live, self._wish, self._recordings.path
        layers = [
            {"number": each.number, "name": each.name, "channels": each.channels}
            for each in live.layers
        ]
        return {
            "layers": layers,
            "layer": wish.layer,
            "channel": wish.channel,
            "objective": wish.objective or "",
            "strength": wish.strength,
            "settled": self._applied == wish,
            "frozen": self._frozen,
            "recording": recording.name if recording else "",
            "source": self.source.name if self.source else "page",
            "size": list(live.size),
            "fps": round(live.fps, 1),
            "wanted": round(1 / self._time, 1),
            "latency": round(self._latency * 1000),
            "problem": self.problem,
            "ended": self.ended.is_set(),
        }

    # --- who has a say ---

    def receive(self, picture: bytes, stamp: float, sender: object) -> None:
        """Take a picture of a page's own camera, unless there is another source.

        The first page to send one is the camera until it leaves (:meth:`release`).
        """
        self._sender = self._sender or sender
        if self.source is None and self._sender is sender:
            self._newest.put(Taken(picture, (sender, stamp)))

    def release(self, sender: object) -> None:
        """Let another page be the camera, if this one was."""
        if self._sender is sender:
            self._sender = None

    def press(self, key: str) -> None:
        """Do what a key stands for. Raise BadInput for one that there is not."""
        with self._deciding:
            self.problem = ""
            match key:
                case "freeze":
                    self._frozen = not self._frozen
                case "record":
                    self._recordings.toggle(self._live.recipe.to_toml())
                case "anew":
                    self._live.begin_anew()
                case _:
                    self._wish_for(press(self._wish, key, self._channels()))
        self.audience.notify()

    def set(self, key: str, value: Any) -> None:
        """Set the layer, the channel (None: the whole layer) or the strength.

        Raise BadInput for anything else.
        """
        with self._deciding:
            self._wish_for(set_value(self._wish, key, value, self._channels()))
        self.audience.notify()

    def _channels(self) -> list[int]:
        return [layer.channels for layer in self._live.layers]

    def _wish_for(self, wish: Wish) -> None:
        self._wish = wish
        self._live.strength = wish.strength
        self._wished.set()

    def _apply(self) -> None:
        """Change what is dreamed to the newest wish; those in between are never prepared."""
        while not self.ended.is_set():
            self._wished.wait()
            self._wished.clear()
            wish = self._wish
            if wish.keywords() != self._applied.keywords():
                self._tell_problem(partial(self._live.change, **wish.keywords()))
            self._applied = wish


def _read_wish(live: Live) -> Wish:
    names = [layer.name for layer in live.layers]
    number = names.index(live.layer) + 1 if live.layer in names else 1
    objective = None if live.objective == "layer" else live.objective
    return Wish(number, None, live.strength, objective)
