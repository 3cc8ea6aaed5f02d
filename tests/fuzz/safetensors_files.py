"""Safetensors with odd headers, descriptions and tensors."""

from __future__ import annotations

import json
import struct
from random import Random
from typing import Any

import odd
from weights import ARCHITECTURE, good_bytes

_ODD_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1, 2**31, 2**63, 10**30, 1e308, float("nan"), float("inf"), "", "x",
    "test_resnet",
    "hf-hub:a/b", "hf_hub:a/b", "local-dir:.", "local-dir:/etc", "../bait", "\x1b[31m\x07", "龍",
    "a\nb", "x" * 3000,
    [], [1], [1, 2, 3], [[[]]], ["a"] * 5000, ["a", "a"], [0.5] * 3, [0, 0, 0], [-1, 1e39, 1], {},
    {"a": 1}, {"a": ["b"]},
    {"a": {"b": {"c": {}}}}, "layer(" * 50, "layer(99)", "channel(stage9, 3)", "guide(bait.png)",
    "*", "no_such_net",
)  # fmt: skip
_ARGUMENTS = (
    "num_classes", "in_chans", "pretrained", "checkpoint_path", "pretrained_cfg",
    "pretrained_cfg_overlay", "scriptable",
    "cache_dir", "features_only", "out_indices", "drop_rate", "img_size", "depths", "act_layer",
    "x", "block_args",
    "global_pool", "exportable", "dynamic_img_size", "strict_img_size", "layers", "norm_layer",
    "cfg", "self",
)  # fmt: skip


def make_safetensors(random: Random) -> bytes:
    header: dict[str, Any] = {}
    body = b""
    for name, (shape, data) in good_bytes().items():
        header[name] = {
            "dtype": "F32",
            "shape": shape,
            "data_offsets": [len(body), len(body) + len(data)],
        }
        body += data
    description = {"format": 1, "architecture": ARCHITECTURE}
    for _ in range(random.choice((0, 1, 1, 2))):
        key = random.choice(
            ("format", "architecture", "classes", "synonyms", "mean", "std", "kwargs", "kwargs",
             "kwargs", "default_objective", "default_layer", "checkpoint_path", "x")
        )  # fmt: skip
        description[key] = random.choice(_ODD_VALUES)
        if key == "kwargs" and random.random() < 0.9:
            description[key] = {random.choice(_ARGUMENTS): random.choice(_ODD_VALUES)}
    text = json.dumps(description)
    if random.random() < 0.1:
        text = random.choice(
            ("[" * 3000, "{}", "null", "[]", text[:-5], '{"a":' * 3000, "9" * 5000)
        )
    header["__metadata__"] = {"dreamgen": text}
    if random.random() < 0.2:
        header["__metadata__"] = random.choice(({}, {"format": "pt"}, {"dreamgen": 1}, [], "x"))
    for _ in range(random.choice((0, 0, 1, 2))):
        _change_tensor(header, random)
    raw = json.dumps(header).encode()
    if random.random() < 0.05:
        raw = odd.damage(raw, random)
    length = (
        len(raw) if random.random() < 0.95 else random.choice((0, 1, 2**31, 2**63, len(raw) + 1))
    )
    return struct.pack("<Q", length) + raw + body


def _change_tensor(header: dict[str, Any], random: Random) -> None:
    name = random.choice(tuple(header))
    entry = header[name]
    if not isinstance(entry, dict) or "dtype" not in entry:
        return
    way = random.randrange(5)
    if way == 0:
        entry["dtype"] = random.choice(
            ("F64", "F16", "BF16", "I64", "BOOL", "U8", "F8_E4M3", "C64", "x", 1)
        )
    elif way == 1:
        entry["shape"] = random.choice(
            ([], [0], [-1], [2**40], entry["shape"][::-1], [1] * 70, "x")
        )
    elif way == 2:
        entry["data_offsets"] = random.choice(([0, 0], [0, 2**62], [-1, 4], [4, 0], [0]))
    elif way == 3:
        header[
            random.choice(
                ("statistics.a.mean", "statistics..mean", "module.x", odd.text(random)[:99], "")
            )
        ] = entry
    else:
        del header[name]
