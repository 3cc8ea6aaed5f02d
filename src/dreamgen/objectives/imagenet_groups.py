"""Everyday words for the 1,000 classes of ImageNet, whose order keeps what is alike together.

The classes of ILSVRC 2012 (Russakovsky et al. 2015) are numbered as their synsets lie in WordNet's
tree, so a group of animals is a range or a few of them; of things and plants only some are.
"""

from __future__ import annotations

from collections.abc import Sequence

_BIRDS = "7-24, 80-100, 127-146"
_BUTTERFLIES = "321-326"
_CATS, _DOGS = "281-285", "151-268"
_INSECTS = "300-326"
_REPTILES = "33-68"

GROUPS = {
    "amphibian": "25-32",
    "antelope": "351-353",
    "ape": "365-369",
    "bear": "294-297",
    "beetle": "300-307",
    "big cat": "286-293",
    "bird": _BIRDS,
    "bug": _INSECTS,
    "butterfly": _BUTTERFLIES,
    "cat": _CATS,
    "crab": "118-121, 125",
    "dinosaur": "51",
    "dog": _DOGS,
    "duck": "97-98",
    "elephant": "101, 385-386",
    "fish": "0-6, 389-397",
    "flower": "984-986",
    "fox": "277-280",
    "frog": "30-32",
    "fruit": "948-957",
    "fungus": "947, 991-997",
    "insect": _INSECTS,
    "lizard": "38-48",
    "lobster": "122-124",
    "marsupial": "104-106",
    "monkey": "370-382",
    "primate": "365-384",
    "rabbit": "330-332",
    "reptile": _REPTILES,
    "salamander": "25-29",
    "shark": "2-4",
    "snake": "52-68",
    "spider": "72-77",
    "terrier": "158, 179-194, 199-203",
    "turtle": "33-37",
    "vegetable": "936-946",
    "whale": "147-148",
    "wildcat": "286-293",
    "wolf": "269-271",
}
"""A word, and the numbers of its classes."""

_LANDMARKS = {0: "tench", 151: "Chihuahua", 281: "tabby", 388: "giant panda", 980: "volcano"}


def is_imagenet(labels: Sequence[Sequence[str]]) -> bool:
    """Say whether names of classes are ImageNet's 1,000 in their usual order."""
    return len(labels) == 1000 and all(name in labels[at] for at, name in _LANDMARKS.items())


def list_classes(ranges: str) -> list[int]:
    """Return the numbers that ranges stand for, as 7-9, 12 for 7, 8, 9 and 12."""
    found: list[int] = []
    for part in ranges.split(", "):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found
