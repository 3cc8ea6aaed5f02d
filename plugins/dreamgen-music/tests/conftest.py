"""Songs made of numbers: what is heard in them is known."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable

import numpy as np
import pytest

RATE = 44_100


class Synthesiser:
    """Adds sounds to a silence of some seconds."""

    def __init__(self, seconds: float):
        self.samples = np.zeros(round(seconds * RATE))

    def add(self, moment: float, sound: np.ndarray) -> None:
        start = round(moment * RATE)
        part = self.samples[start : start + len(sound)]
        part += sound[: len(part)]

    def save(self) -> bytes:
        """Return a WAV file."""
        loudest = np.abs(self.samples).max() or 1.0
        levels = (self.samples / loudest * 29_000).astype("<i2")
        file = io.BytesIO()
        with wave.open(file, "wb") as target:
            target.setnchannels(1)
            target.setsampwidth(2)
            target.setframerate(RATE)
            target.writeframes(levels.tobytes())
        return file.getvalue()


def _time(seconds: float) -> np.ndarray:
    return np.arange(round(seconds * RATE)) / RATE


def make_clicks(seconds: float, bpm: float, first: float = 0.5) -> tuple[bytes, np.ndarray]:
    """Return a click track, and the moments of its clicks."""
    t, made = _time(0.02), Synthesiser(seconds)
    moments = np.arange(first, seconds - 0.05, 60 / bpm)
    for moment in moments:
        made.add(moment, np.sin(2 * np.pi * 1500 * t) * np.exp(-t / 0.004))
    return made.save(), moments


def make_song(seconds: float, bpm: float, first: float = 0.3) -> tuple[bytes, np.ndarray]:
    """Return kick drum, bass, hat and pad, and the moments of the kicks.

    Bass and hat are off the beat, so that whoever listens for whatever sets in is misled.
    """
    rng, made, beat = np.random.default_rng(0), Synthesiser(seconds), 60 / bpm
    moments = np.arange(first, seconds - 0.05, beat)
    t = _time(0.25)
    kick = np.sin(2 * np.pi * (50 * t + 8 * (1 - np.exp(-25 * t)))) * np.exp(-14 * t)
    for number, moment in enumerate(moments):
        made.add(moment, 0.8 * kick)
        t = _time(0.06)
        made.add(moment + beat / 2, 0.12 * rng.standard_normal(len(t)) * np.exp(-60 * t))
        t, note = _time(0.45 * beat), (55.0, 55.0, 65.4, 49.0)[number // 4 % 4]
        bass = np.tanh(2 * np.sin(2 * np.pi * note * t)) * np.minimum(1, 100 * t) * np.exp(-3 * t)
        made.add(moment + beat / 2, 0.25 * bass)
        if number % 4 == 0:
            t, root = _time(4 * beat), (220.0, 220.0, 261.6, 196.0)[number // 4 % 4]
            swell = np.minimum(1, 3 * t) * np.minimum(1, 3 * (4 * beat - t))
            chord = sum(np.sin(2 * np.pi * root * part * t) for part in (1, 1.2, 1.5, 2.003))
            made.add(moment, 0.06 * chord * swell)
    return made.save(), moments


def make_tone(seconds: float, *frequencies: float) -> bytes:
    """Return tones one after another, all together as long as ``seconds``."""
    made, each = Synthesiser(seconds), seconds / len(frequencies)
    for number, frequency in enumerate(frequencies):
        made.add(number * each, np.sin(2 * np.pi * frequency * _time(each)))
    return made.save()


def make_silence(seconds: float) -> bytes:
    return Synthesiser(seconds).save()


MAKERS: dict[str, Callable] = {
    "clicks": make_clicks,
    "song": make_song,
    "tone": make_tone,
    "silence": make_silence,
}


@pytest.fixture(scope="session")
def make() -> Callable:
    """Make a song of some kind: ``make("song", 10, 128)``."""
    return lambda kind, *arguments: MAKERS[kind](*arguments)


class Files:
    """The files that a recipe names, as curves read them."""

    def __init__(self, **files: bytes):
        self._files = {name.replace("_", "."): data for name, data in files.items()}

    def data(self, name: str) -> bytes:
        return self._files[name]


@pytest.fixture(scope="session")
def files() -> type[Files]:
    return Files
