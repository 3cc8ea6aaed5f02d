"""Write docs/components.md, the page of all built-in components, from the registry and examples.

    python gallery/components.py                    the page
    python gallery/components.py channel tv zoom    the page, and the pictures of these; all: of all

The examples are in components.toml, their pictures in components/. What has no look of its own, as a
file format, has an example and no picture.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageSequence

from dreamgen.plugins.registry import Registry

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "components.md"
PICTURES = HERE / "components"
EXAMPLES: dict[str, dict[str, str]] = tomllib.loads((HERE / "components.toml").read_text("utf-8"))
SHARED = ["--size", "256", "-q", "--force"]
FRAMES = 4  # of an animation, side by side
UNSEEN = {
    "outputs": {*EXAMPLES["outputs"]} - {"compare", "flip"},
    "backbones": {*EXAMPLES["backbones"]} - {"bestiary"},
    "curves": {*EXAMPLES["curves"]},
    "executors": {*EXAMPLES["executors"]},
    "loaders": {"exr"},
}
INTRODUCTIONS = {
    "objectives": "What is maximised. They add up: `channel(6, 98) + 0.5*layer(3)`.",
    "regularisers": "What keeps it good-looking; the first picture has none, for comparison.",
    "parameterisations": "What is really optimised.",
    "optimisers": "How a gradient becomes a step.",
    "loaders": "What reads the input; chosen by its content.",
    "effects": "What happens to the finished dream.",
    "outputs": "What writes the result; chosen by the suffix of `-o`.",
    "motions": f"How one frame of a zoom becomes the next; {FRAMES} frames of each.",
    "curves": "Numbers over time that formulas follow.",
    "backbones": "Where networks come from.",
    "executors": "Where many pictures are made: what `--on` names.",
}
HEAD = """\
# Components

All that dreamgen itself offers, each with an example. `dreamgen components NAME` lists its parameters;
plugins add more. The commands beside the pictures made them, with `--size 256`, on the bundled network.

This page is written by `python gallery/components.py`.
"""


def write_page(registry: Registry) -> str:
    """Return the page: a section for each kind, and in it a row for each component."""
    return HEAD + "".join(_write_section(kind, registry) for kind in INTRODUCTIONS)


def _write_section(kind: str, registry: Registry) -> str:
    summaries = {entry.name: entry.summary for _, entry in registry.entries(kind)}
    rows = [
        f"| {_show(kind, name)} | **{name}**: {summaries.get(name, 'for comparison')}"
        f"<br>`dreamgen {words}` |\n"
        for name, words in EXAMPLES[kind].items()
    ]
    return f"\n## {kind.capitalize()}\n\n{INTRODUCTIONS[kind]}\n\n| | |\n|---|---|\n{''.join(rows)}"


def _show(kind: str, name: str) -> str:
    if name in UNSEEN.get(kind, ()):
        return ""
    return f"![{name}](../gallery/components/{find_picture(kind, name).name})"


def find_picture(kind: str, name: str) -> Path:
    """Return where the picture of a component lies."""
    return PICTURES / f"{kind}-{name}.webp"


def list_pictures() -> Iterator[tuple[str, str]]:
    """Yield kind and name of each example that has a picture."""
    for kind, examples in EXAMPLES.items():
        yield from ((kind, name) for name in examples if name not in UNSEEN.get(kind, ()))


def make_picture(kind: str, name: str) -> None:
    """Run an example's command, and keep a small WebP of what it made."""
    with tempfile.TemporaryDirectory() as folder:
        suffix = {"motions": "gif", "outputs": "gif" if name == "flip" else "png"}.get(kind, "png")
        made = Path(folder) / f"made.{suffix}"
        words = [*shlex.split(EXAMPLES[kind][name]), *SHARED, "-o", str(made)]
        subprocess.run([sys.executable, "-m", "dreamgen", *words], cwd=HERE.parent, check=True)
        with Image.open(made) as picture:
            _lay_out(picture).save(find_picture(kind, name), quality=80, method=6)


def _lay_out(picture: Image.Image) -> Image.Image:
    """Return a still as it is, and of an animation a few frames side by side, half as large."""
    frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(picture)]
    if len(frames) == 1:
        return frames[0]
    some = frames[:: max(1, len(frames) // FRAMES)][:FRAMES]
    width, height = (side // 2 for side in picture.size)
    strip = Image.new("RGB", (width * len(some), height))
    for number, frame in enumerate(some):
        strip.paste(frame.resize((width, height), Image.Resampling.LANCZOS), (width * number, 0))
    return strip


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for kind, name in list_pictures():
        if {"all", name, f"{kind}-{name}"} & {*sys.argv[1:]}:
            make_picture(kind, name)
    PAGE.write_text(write_page(Registry.default(installed=False)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
