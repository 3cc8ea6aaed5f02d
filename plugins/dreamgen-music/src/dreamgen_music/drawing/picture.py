"""The picture of a song: its waveform, and under it each curve as a band, over one axis of time."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw

from dreamgen_music.curves import LEVELS, PULSES
from dreamgen_music.drawing.paint import fit, paint_area, paint_wave
from dreamgen_music.drawing.theme import Colour, Theme, load_font, shorten_line
from dreamgen_music.listening.song import Song

WIDTH = 1800
_LEFT, _RIGHT, _TOP, _BOTTOM = 190, 60, 150, 84
_WAVE, _BAND, _GAP = 170, 76, 18
_NEAREST = 7
"""Pixels between two lines, at least: else only every fourth beat has one, or none."""
_STEPS = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600)


def draw_song(song: Song, curves: dict[str, np.ndarray], title: str, theme: Theme) -> Image.Image:
    """Return the picture of a song and its curves, 1800 pixels wide."""
    names = [*PULSES, *LEVELS]
    tops = [_TOP + _WAVE + _GAP + row * (_BAND + _GAP) for row in range(len(names))]
    end = tops[-1] + _BAND
    plot = WIDTH - _LEFT - _RIGHT
    pixels = np.empty((end + _BOTTOM, WIDTH, 3))
    pixels[:] = theme.ground
    _rule_beats(pixels[_TOP : end + 1, _LEFT : _LEFT + plot], song, theme)
    wave = pixels[_TOP : _TOP + _WAVE, _LEFT : _LEFT + plot]
    paint_wave(wave, _scale_wave(song, plot), _colour_wave(curves, plot, theme))
    for name, top in zip(names, tops, strict=True):
        band = pixels[top : top + _BAND, _LEFT : _LEFT + plot]
        band[-1] = theme.lines
        paint_area(band, fit(curves[name], plot, "highest"), theme.curves[name])
    image = Image.fromarray(np.round(pixels).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    _write_title(draw, song, title, theme)
    for name, top in zip(names, tops, strict=True):
        _write_name(draw, name, top + _BAND, theme.curves[name])
    _draw_axis(draw, song.seconds, end, theme)
    return image


def _scale_wave(song: Song, width: int) -> np.ndarray:
    low = -fit(-song.peaks[:, 0], width, "highest")
    high = fit(song.peaks[:, 1], width, "highest")
    return np.stack([low, high], 1) / np.abs(song.peaks).max()


def _colour_wave(curves: dict[str, np.ndarray], width: int, theme: Theme) -> np.ndarray:
    """Return a colour for each column, between those of the bands, after what is loudest there."""
    names = ("bass", "mid", "treble")
    shares = np.stack([fit(curves[name], width, "mean") for name in names], 1) ** 2 + 1e-3
    colours = np.array([theme.curves[name] for name in names], float)
    return shares / shares.sum(1, keepdims=True) @ colours


def _rule_beats(pixels: np.ndarray, song: Song, theme: Theme) -> None:
    """Draw a line on each beat, on every fourth, or on none, as there is room."""
    width = pixels.shape[1]
    apart = 60 / song.tempo / song.seconds * width if song.tempo else 0.0
    every = 1 if apart >= _NEAREST else 4 if 4 * apart >= _NEAREST else 0
    for beat in song.beats[::every] if every else ():
        pixels[:, min(width - 1, round(beat / song.seconds * width))] = theme.lines


def _write_title(draw: ImageDraw.ImageDraw, song: Song, title: str, theme: Theme) -> None:
    large, small = load_font("OpenSans-Bold", 40), load_font("OpenSans-Regular", 25)
    left = 60
    title = shorten_line(title, WIDTH - left - _RIGHT, large)
    draw.text((left, 36), title, theme.words, large, anchor="la")
    words = [_tell_time(song.seconds, tenths=True)]
    if len(song.beats):
        words += [f"{song.tempo:.1f} beats a minute", f"{len(song.beats)} beats"]
    words += [f"{len(song.onsets.times)} onsets", f"{len(song.kicks.times)} kicks"]
    draw.text((left, 92), "   ".join(words), theme.faint, small, anchor="la")


def _write_name(draw: ImageDraw.ImageDraw, name: str, bottom: int, colour: Colour) -> None:
    font = load_font("VeraMoBd", 24)
    draw.text((_LEFT - 24, bottom - 2), name, colour, font, anchor="rs")


def _draw_axis(draw: ImageDraw.ImageDraw, seconds: float, top: int, theme: Theme) -> None:
    font = load_font("OpenSans-Regular", 22)
    plot = WIDTH - _LEFT - _RIGHT
    step = next((each for each in _STEPS if each * plot / seconds >= 90), _STEPS[-1])
    for number in range(math.floor(seconds / step) + 1):
        across = _LEFT + number * step / seconds * plot
        draw.line([(across, top + 8), (across, top + 18)], theme.faint, 2)
        words = _tell_time(number * step, tenths=step < 1)
        draw.text((across, top + 24), words, theme.faint, font, anchor="ma")


def _tell_time(seconds: float, tenths: bool = False) -> str:
    """Return seconds as 1:05, or as 1:05.2."""
    parts = round(seconds * 10)
    minutes, rest = divmod(parts, 600)
    return f"{minutes}:{rest // 10:02}" + (f".{rest % 10}" if tenths else "")
