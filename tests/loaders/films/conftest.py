"""Small films, made by PyAV and Pillow."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from PIL import Image

COLOURS = [(200, 40, 30), (30, 160, 60), (40, 60, 210), (220, 210, 40), (120, 120, 120)]


def picture(colour, size=(64, 48)):
    """One colour, with a white corner at the top left."""
    image = Image.new("RGB", size, colour)
    image.paste((255, 255, 255), (0, 0, size[0] // 4, size[1] // 4))
    return image


@pytest.fixture
def make_video(tmp_path):
    """Write a video of the five colours; ``moments`` are in 1/100 s, ``turn`` its rotation tag."""
    av = pytest.importorskip("av")

    def make(name="a.mp4", moments=None, turn=0, aspect=None, sound=None):
        path = tmp_path / name
        with av.open(str(path), "w") as file:
            stream = file.add_stream("libx264", rate=10, options={"crf": "4", "bf": "0"})
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv444p"
            stream.codec_context.time_base = Fraction(1, 100)
            if aspect is not None:
                stream.codec_context.sample_aspect_ratio = aspect
            if turn:
                stream.set_display_rotation(turn)
            for number, colour in enumerate(COLOURS):
                frame = av.VideoFrame.from_image(picture(colour))
                frame.pts = moments[number] if moments else 10 * number
                frame.time_base = Fraction(1, 100)
                file.mux(stream.encode(frame))
            file.mux(stream.encode(None))
        return path

    return make


def mean_colour(image):
    """The mean colour of the lower right quarter."""
    width, height = image.size
    part = image.convert("RGB").crop((width // 2, height // 2, width, height))
    return np.asarray(part, float).mean((0, 1))
