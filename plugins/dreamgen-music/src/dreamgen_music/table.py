"""Curves for other programs: as CSV, and as JSON."""

from __future__ import annotations

import csv
import io
import json

import numpy as np

from dreamgen_music.listening.hits import Hits
from dreamgen_music.listening.song import Song
from dreamgen_music.listening.spectrum import RATE

SCHEMA = 1
"""The version of the JSON: it rises when a key leaves or changes its meaning."""


def sample(song: Song, curves: dict[str, np.ndarray], fps: float) -> dict[str, np.ndarray]:
    """Return the curves at each frame of a film of the song, ``fps`` a second."""
    moments = np.arange(max(1, round(song.seconds * fps))) / fps
    own = np.arange(len(next(iter(curves.values())))) / RATE
    sampled = {name: np.interp(moments, own, values) for name, values in curves.items()}
    return {"seconds": moments, **sampled}


def to_csv(song: Song, curves: dict[str, np.ndarray], fps: float) -> str:
    """Return a table with a row for each frame, and a column of its seconds and for each curve."""
    columns = sample(song, curves, fps)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([f"{value:.4f}".rstrip("0").rstrip(".") for value in row])
    return file.getvalue()


def to_json(song: Song, curves: dict[str, np.ndarray], name: str, fps: float) -> str:
    """Return what was heard as one object.

    Its keys: schema, file, seconds, tempo, beats (moments), onsets and kicks (objects of time and
    strength), fps, and curves (lists by name, a number for each frame).
    """
    columns = sample(song, curves, fps)
    del columns["seconds"]
    heard = {
        "schema": SCHEMA,
        "file": name,
        "seconds": round(song.seconds, 4),
        "tempo": round(song.tempo, 2),
        "beats": _round(song.beats),
        "onsets": _list_hits(song.onsets),
        "kicks": _list_hits(song.kicks),
        "fps": fps,
        "curves": {curve: _round(values) for curve, values in columns.items()},
    }
    return json.dumps(heard)


def _list_hits(hits: Hits) -> list[dict[str, float]]:
    pairs = zip(_round(hits.times), _round(hits.strengths), strict=True)
    return [{"time": time, "strength": strength} for time, strength in pairs]


def _round(values: np.ndarray) -> list[float]:
    return [round(value, 4) for value in values.tolist()]
