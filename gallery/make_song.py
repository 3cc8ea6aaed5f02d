"""Write a short song of numbers to dream to: python gallery/make_song.py song.wav."""

from __future__ import annotations

import sys
import wave

import numpy as np

RATE = 44_100
BEAT = 60 / 112  # seconds
BARS = 5
CHORDS = (("A", "C", "E"), ("F", "A", "C"), ("C", "E", "G"), ("G", "B", "D"), ("A", "C", "E"))
SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def pitch(note: str, octave: int) -> float:
    """Return the frequency of a note, in Hz."""
    return 440 * 2 ** ((SEMITONES[note] - 9) / 12 + octave - 4)


def time(seconds: float) -> np.ndarray:
    return np.arange(round(seconds * RATE)) / RATE


class Song:
    """Stereo samples that sounds are added to."""

    def __init__(self, seconds: float):
        self.samples = np.zeros((round(seconds * RATE), 2))

    def add(self, moment: float, sound: np.ndarray, side: float = 0.0) -> None:
        """Add a sound at a moment; ``side`` is -1 for left and 1 for right."""
        part = self.samples[round(moment * RATE) :][: len(sound)]
        part += sound[: len(part), None] * [1 - max(0, side), 1 + min(0, side)]

    def save(self, path: str) -> None:
        levels = np.tanh(1.4 * self.samples / np.abs(self.samples).max())
        with wave.open(path, "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes((levels / np.abs(levels).max() * 30_000).astype("<i2").tobytes())


def kick() -> np.ndarray:
    t = time(0.35)
    return np.sin(2 * np.pi * (46 * t + 7 * (1 - np.exp(-30 * t)))) * np.exp(-9 * t)


def snare(rng: np.random.Generator) -> np.ndarray:
    t = time(0.2)
    return (0.5 * rng.standard_normal(len(t)) + np.sin(2 * np.pi * 190 * t)) * np.exp(-22 * t)


def hat(rng: np.random.Generator, length: float) -> np.ndarray:
    t = time(length)
    return np.diff(rng.standard_normal(len(t)), prepend=0) * np.exp(-5 / length * t)


def pluck(frequency: float, length: float) -> np.ndarray:
    t = time(length)
    waves = sum(np.sin(2 * np.pi * frequency * n * t) / n**1.5 for n in range(1, 7))
    return waves * np.exp(-7 * t) * np.minimum(1, 300 * t)


def pad(frequency: float, length: float) -> np.ndarray:
    t = time(length)
    waves = sum(np.sin(2 * np.pi * frequency * (1 + detune) * t) for detune in (-0.003, 0, 0.004))
    return waves * np.minimum(1, 2 * t) * np.minimum(1, 2 * (length - t))


def make_song() -> Song:
    """Return five bars: drums and bass, a bar of pad and plucks alone, and all of it again."""
    rng, song = np.random.default_rng(4), Song((4 * BARS + 0.5) * BEAT)
    for bar, chord in enumerate(CHORDS):
        start, alone = 4 * bar * BEAT, bar == 2
        for number, note in enumerate(chord):
            song.add(start, (0.11 if alone else 0.06) * pad(pitch(note, 4), 4 * BEAT), number - 1)
        for step in range(16):
            moment, note = start + step * BEAT / 4, chord[step % 3]
            song.add(moment, 0.16 * pluck(pitch(note, 5 + step % 2), 0.4), (-0.5, 0.5)[step % 2])
            if not alone:
                song.add(moment, (0.1 if step % 4 == 2 else 0.04) * hat(rng, 0.05))
        for beat in range(0 if alone else 4):
            moment = start + beat * BEAT
            song.add(moment, kick())
            if beat % 2:
                song.add(moment, 0.35 * snare(rng))
            song.add(moment + BEAT / 2, 0.4 * pluck(pitch(chord[0], 2), 0.45 * BEAT))
    return song


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit("usage: python make_song.py song.wav")
    make_song().save(sys.argv[1])
