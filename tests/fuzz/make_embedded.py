"""Files that carry a recipe, in each container that dreamgen writes, as a stranger may send them."""

from __future__ import annotations

import html
import io
import struct
import zlib
from functools import cache
from random import Random
from typing import Any

import make_recipe
import odd
import tomli_w
from pictures import draw
from PIL import Image
from png_chunks import png_chunk

from dreamgen.recipe.embedding.embed import KEY, embed_recipe, encode_comment

SUFFIX = ".dream"

_MADE = (
    "dreamgen",
    "torch",
    "threads",
    "frames",
    "input_sha256",
    "weights",
    "plugins",
    "machine",
    "zzz",
)
_FOREIGN_KEYS = {
    "mask": ("bait.png", "/dev/zero", "../bait.png", "sample:cat"),
    "weights": ("bait.safetensors", "random", "/etc/issue", "~/x.pth"),
    "backbone": (
        "bait.safetensors",
        "local-dir:.",
        "hf-hub:a/b",
        "timm(resnet18)",
        "torchvision(vgg11)",
        "file(bait.safetensors)",
    ),
    "objective": ("guide(bait.png)", 'guide("/etc/issue")', "layer + guide(bait.svg)"),
    "loader": ("script", "svg(patience=1000)", {"patience": 1000}, {"where": "#bait"}),
    "extends": ("bait.toml", "../bait.toml"),
    "device": ("cuda:7", "mps"),
    "memory": ("900000GB", "1MB"),
}


def make(random: Random) -> bytes:
    """Return the bytes of a file with a recipe in it."""
    recipe = _recipe(random)
    data = random.choice(_CONTAINERS)(recipe, random)
    return odd.damage(data, random) if random.random() < 0.15 else data


def _recipe(random: Random) -> bytes:
    values = make_recipe.table(random) if random.random() < 0.8 else {}
    values = {
        "input": random.choice(("noise", "sample:cat", "sample:bars")),
        "size": 64,
        "steps": 1,
    } | values
    for _ in range(random.choice((0, 0, 1, 1, 2))):
        key = random.choice(tuple(_FOREIGN_KEYS))
        values[key] = random.choice(_FOREIGN_KEYS[key])
    if random.random() < 0.7:
        values["made"] = _made(random)
    return make_recipe.write(values, random)


def _made(random: Random) -> Any:
    if random.random() < 0.1:
        return make_recipe._any_value(random)
    names = random.sample(_MADE, random.randint(0, 5))
    made = {name: make_recipe._any_value(random) for name in names}
    for name, usual in {"dreamgen": "0.1.0", "threads": 2, "frames": 3, "weights": "x"}.items():
        if name in made and random.random() < 0.5:
            made[name] = usual
    return made


def _in_png(recipe: bytes, random: Random) -> bytes:
    data = draw("PNG", random)
    packed = zlib.compress(recipe)
    chunk = random.choice(
        (
            (b"iTXt", KEY.encode() + b"\0\0\0\0\0" + recipe),
            (b"iTXt", KEY.encode() + b"\0\1\0\0\0" + packed),
            (b"tEXt", KEY.encode() + b"\0" + recipe),
            (b"zTXt", KEY.encode() + b"\0\0" + packed),
            (
                b"zTXt",
                KEY.encode() + b"\0\0" + zlib.compress(b"x = 1\n" * random.choice((10, 9 * 10**6))),
            ),
            (b"iTXt", KEY.encode() + random.randbytes(5) + recipe),
        )
    )
    at = random.choice((33, 33, 33, len(data) - 12, 8))
    return data[:at] + png_chunk(*chunk) + data[at:]


def _by_pillow(recipe: bytes, random: Random) -> bytes:
    format = random.choice(("JPEG", "WEBP", "TIFF", "AVIF", "PNG"))
    text = recipe.decode(errors="replace")[:30000]
    file = io.BytesIO()
    Image.new("RGB", (random.choice((1, 30)), 20)).save(file, format, **embed_recipe(format, text))
    data = file.getvalue()
    if random.random() < 0.2:
        data = data.replace(
            b"dreamgen recipe\n", random.choice((b"dreamgen recipe\r", b"dreamgen\0recipe\n"))
        )
    if random.random() < 0.1:  # an odd code for the comment's characters
        data = data.replace(b"ASCII\0\0\0", random.choice((b"UNICODE\0", b"JIS\0\0\0\0\0")))
    return data


def _in_gif(recipe: bytes, random: Random) -> bytes:
    comment = encode_comment(recipe.decode(errors="replace"))
    blocks = b"".join(
        bytes([len(comment[at : at + 255])]) + comment[at : at + 255]
        for at in range(0, len(comment), 255)
    )
    data = draw("GIF", random)
    size = 3 * 2 ** ((data[10] & 7) + 1) if data[10] & 0x80 else 0
    at = 13 + size
    return data[:at] + b"!\xfe" + blocks + b"\0" + data[at:]


def _in_page(recipe: bytes, random: Random) -> bytes:
    text = html.escape(recipe.decode(errors="replace"))
    element = f'<template id="dreamgen-recipe">{text}</template>'
    if random.random() < 0.2:
        element = odd.damage_text(element, random)
    return f"<!doctype html><title>a</title>{element * random.choice((1, 1, 2, 300))}".encode(
        errors="replace"
    )


@cache
def _film() -> bytes | None:
    """Return a video of one frame whose comment is a place to fill; None without PyAV."""
    try:
        import av
    except ImportError:
        return None
    file = io.BytesIO()
    with av.open(file, "w", format="mp4", container_options={}) as film:
        film.metadata["comment"] = "dreamgen recipe\n" + "#" * 4000
        stream = film.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        frame = av.VideoFrame.from_image(Image.new("RGB", (32, 32)))
        for packet in (*stream.encode(frame), *stream.encode(None)):
            film.mux(packet)
    return file.getvalue()


def _in_film(recipe: bytes, random: Random) -> bytes:
    film = _film()
    if film is None:
        return _in_gif(recipe, random)
    recipe = recipe[:4000].replace(b"\0", b"")
    data = film.replace(b"#" * 4000, recipe + b"#" * (4000 - len(recipe)))
    if random.random() < 0.2:
        at = data.find(random.choice((b"moov", b"udta", b"ilst", b"trak", b"mdat"))) - 4
        data = (
            data[:at]
            + struct.pack(">I", random.choice((0, 1, 7, 2**31, 2**32 - 1)))
            + data[at + 4 :]
        )
    return data


def _in_matroska(recipe: bytes, random: Random) -> bytes:
    head = b"\x1aE\xdf\xa3" + random.choice(
        (b"\x80", b"\x01\xff\xff\xff\xff\xff\xff\xff", b"\x8fB\x86\x81\x01")
    )
    return head + recipe


def _bare(recipe: bytes, random: Random) -> bytes:
    """The recipe's own text, as of a preset that is taken for a picture."""
    return (
        tomli_w.dumps({"dreamgen": recipe.decode(errors="replace")}).encode()
        if random.random() < 0.5
        else recipe
    )


_CONTAINERS = (
    _in_png, _in_png, _in_png, _by_pillow, _by_pillow, _in_gif, _in_page, _in_film, _in_matroska, _bare,
)  # fmt: skip
