"""--memory as a user gives it: the same picture out of less memory, or one clear sentence."""

from __future__ import annotations

import numpy as np
from PIL import Image

COMMAND = ("render", "noise", "--layer", 3, "--steps", 1, "--octaves", 1, "-q")
SMALL = ("--size", "320x280", "--precision", "fp32")
LARGE = ("--size", "420x360")


def test_tiles_leave_no_trace_in_the_picture(user):
    user.gets(*COMMAND, *SMALL, "-o", "whole.png")
    user.gets(*COMMAND, *SMALL, "--memory", "90MB", "-o", "tiles.png")
    whole, tiles = (
        np.asarray(Image.open(user.folder / name)).astype(int)
        for name in ("whole.png", "tiles.png")
    )
    assert np.abs(whole - tiles).max() <= 2
    assert 'memory = "90MB"' in user.gets("recipe", "tiles.png")


def test_too_little_memory_is_one_sentence(user):
    told = user.is_told(*COMMAND, *LARGE, "--memory", "40MB", "-o", "a.png")
    assert "memory = 40MB: 420 x 360 pixels need more than 57.7MB; " in told
    zoom = (
        "zoom",
        *COMMAND[1:],
        *LARGE,
        "--memory",
        "40MB",
        "--seconds",
        1,
        "--fps",
        2,
        "-o",
        "a.gif",
    )
    assert "memory = 40MB: 420 x 360 pixels need more than 57.7MB; " in user.is_told(*zoom)
    told = user.is_told(*COMMAND, "--memory", "plenty", "-o", "a.png")
    assert "--memory: memory = 'plenty': must be an amount of memory, as 800MB or 2GB" in told
