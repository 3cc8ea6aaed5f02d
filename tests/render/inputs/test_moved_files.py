"""Renders whose files lie elsewhere than their recipes say come out as if they lay in place."""

import numpy as np
import pytest
from PIL import Image

from dreamgen import BadInput, Recipe, Session
from dreamgen.backbones.sources.bundled import FILE
from dreamgen.recipe.composing import compose
from dreamgen.render.inputs.moved_files import MovedFiles

NAMES = ("in.png", "mask.png", "style.png", "net.safetensors")


def make_recipe() -> Recipe:
    return compose(
        [
            (
                "test",
                {
                    "input": "in.png",
                    "mask": "mask.png",
                    "backbone": "file('net.safetensors')",
                    "objective": "layer(2) + 0.5*guide('style.png')",
                    "size": 48,
                    "steps": 1,
                    "octaves": {"count": 1},
                },
            )
        ]
    )


def write_files(folder):
    chance = np.random.default_rng(0)
    for name in NAMES[:3]:
        Image.fromarray(chance.integers(0, 256, (40, 48, 3), dtype=np.uint8)).save(folder / name)
    (folder / NAMES[3]).write_bytes(FILE.read_bytes())


def render(session):
    job = session.prepare(session.plan(make_recipe()))
    (frame,) = session.frames(job)
    return frame.pixels, job.text()


def test_result_and_recipe_are_those_of_files_in_their_place(tmp_path, monkeypatch):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir(), there.mkdir()
    write_files(here)
    monkeypatch.chdir(here)
    pixels, text = render(Session())
    places = {}
    for name in NAMES:
        places[name] = there / f"moved {name}"
        (here / name).rename(places[name])
    moved, told = render(Session(files=MovedFiles(places)))
    assert bool((moved == pixels).all())
    assert told == text


def test_messages_name_files_as_recipes_do(tmp_path):
    path = tmp_path / "in.png"
    path.write_bytes(b"nonsense")
    session = Session(files=MovedFiles({"in.png": path}))
    with pytest.raises(BadInput) as caught:
        session.prepare(session.plan(Recipe(input="in.png", objective="layer(2)")))
    assert session.files.restore_text(str(caught.value)).startswith("in.png is text, which")
