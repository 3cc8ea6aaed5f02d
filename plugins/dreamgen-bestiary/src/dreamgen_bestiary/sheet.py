"""A contact sheet: every class, several pictures, its name."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from dreamgen_bestiary.catalogue import Drawn
from dreamgen_bestiary.scene import draw_pictures

GAP = 6  # pixels between classes
PAPER, INK = (24, 24, 26), (230, 226, 218)


def contact_sheet(classes: Sequence[Drawn], side: int, each: int, seed: int) -> Image.Image:
    """Return a sheet whose every cell is ``each`` pictures of a class in a row, under its name."""
    font = ImageFont.load_default(max(10, side // 9))
    caption = max(14, side // 7)
    columns = max(1, round(math.sqrt(len(classes) / each * 1.4)))
    rows = math.ceil(len(classes) / columns)
    wide, tall = each * side + GAP, side + caption + GAP
    sheet = Image.new("RGB", (columns * wide + GAP, rows * tall + GAP), PAPER)
    draw = ImageDraw.Draw(sheet)
    for place, drawing in enumerate(classes):
        left, top = GAP + place % columns * wide, GAP + place // columns * tall
        draw.text((left, top), drawing.name.replace("_", " "), INK, font)
        batch = (draw_pictures(drawing, each, side, seed) * 255).round().byte()
        for number, picture in enumerate(batch.permute(0, 2, 3, 1).numpy()):
            sheet.paste(Image.fromarray(picture), (left + number * side, top + caption))
    return sheet
