"""Write the pictures by which presets are chosen: `python plugins/dreamgen-studio/preset_pictures.py`.

A picture of the gallery is taken where there is one, of a film a late frame; otherwise the preset is
dreamed, on the bundled network. One that needs another network keeps the picture that it has, or none.
A plugin's preset has its picture beside it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageOps

import dreamgen

HERE = Path(__file__).parent
GALLERY = HERE.parents[1] / "gallery"
PICTURES = HERE / "src" / "dreamgen_studio" / "presets"
SIZE = (320, 240)
OTHER_NETWORKS = ("transformer",)
SHEETS = ("layer-ladder", "visualise")
"""Presets whose picture in the gallery shows several of them."""
FILMS = (".mp4",)
LATE = 0.955
"""Of a film's time: what it leads to."""


def main() -> None:
    """Write the pictures of all presets, or of those named."""
    PICTURES.mkdir(exist_ok=True)
    session = dreamgen.Session()
    for name in sys.argv[1:] or session.registry.preset_names():
        if "/" in name or name in OTHER_NETWORKS:
            continue
        found = None if name in SHEETS else next(GALLERY.glob(f"{name}.*"), None)
        whole = read(found) if found else dream(name, session)
        owner, preset = session.registry.find_preset(name)
        place = preset.parent if owner.name != "dreamgen" else PICTURES
        shrink(whole).save(place / f"{name}.jpg", quality=84, optimize=True)
        print(name)


def read(path: Path) -> Image.Image:
    """Return a picture of the gallery, or a film's frame."""
    if path.suffix not in FILMS:
        return Image.open(path)
    film = dreamgen.open_film(path)
    return next(film.play(LATE * film.seconds)).image


def shrink(image: Image.Image) -> Image.Image:
    """Return the middle of a picture at the size of a tile; the whole of a drawing, on white."""
    if not image.has_transparency_data:
        return ImageOps.fit(image.convert("RGB"), SIZE, Image.Resampling.LANCZOS)
    drawing = image.convert("RGBA")
    white = Image.new("RGBA", drawing.size, "white")
    flat = Image.alpha_composite(white, drawing).convert("RGB")
    return ImageOps.pad(flat, SIZE, Image.Resampling.LANCZOS, color="white")


def dream(name: str, session: dreamgen.Session) -> Image.Image:
    """Return what a preset makes; one that is out of noise shows the owl that all of them find."""
    recipe = session.compose(None, name)
    objective = "concept(owl)" if recipe.input == "noise" and recipe.objective is None else None
    settings = {"objective": objective} if objective else {}
    return dreamgen.dream(preset=name, size=400, session=session, **settings).image


if __name__ == "__main__":
    main()
