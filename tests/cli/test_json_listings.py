"""``--json`` on every listing: its shape is written down here, and is a promise to scripts."""

from __future__ import annotations

import json
from typing import Any, Literal

import pytest
from pydantic import ConfigDict, TypeAdapter, create_model

PLUGIN = {
    "name": str,
    "version": str,
    "origin": str,
    "works": bool,
    "offers": dict[str, list[str]],
    "remarks": list[str],
}
COMPONENT = {
    "kind": str,
    "name": str,
    "plugin": str,
    "summary": str,
    "description": str,
    "order": list[str],
    "offers": list[str],
    "parameters": dict[str, Any] | None,
    "problem": str,
}
LAYER = {
    "number": int,
    "name": str,
    "channels": int,
    "stride": int,
    "receptive_field": int | None,
}
INSIDE = [{"name": str, "channels": int}]
RECIPE = {"recipe": dict[str, Any], "made": dict[str, Any]}
FINDING = {
    "plugin": str,
    "kind": str,
    "name": str,
    "state": Literal["sound", "broken", "unchecked"],
    "said": str,
}
VERSIONS = ("python", "dreamgen", "torch", "torchvision", "timm", "pillow", "numpy", "resvg-py")

SHAPES: dict[tuple[str, ...], dict[str, Any]] = {
    ("layers", "test_vit"): {
        "backbone": str,
        "layers": [LAYER],
        "attention_heads": INSIDE,
        "hidden_units": INSIDE,
    },
    ("backbones", "*18*"): {
        "backbones": [{"name": str, "plugin": str, "summary": str}],
        "networks": [{"name": str, "backbone": str}],
    },
    ("presets",): {
        "presets": [{"name": str, "plugin": str, "file": str, "summary": str, "problem": str}]
    },
    ("presets", "washed"): RECIPE,
    ("components",): {"components": [COMPONENT]},
    ("components", "effects"): {"components": [COMPONENT]},
    ("components", "kaleidoscope"): {"components": [COMPONENT]},
    ("components", "recipe.octaves"): {
        "keys": [{"key": str, "type": str, "default": str, "description": str}]
    },
    ("concepts",): {"backbone": str, "concepts": [{"name": str, "synonyms": list[str]}]},
    ("plugins",): {"hook_api": str, "folder": str, "plugins": [PLUGIN]},
    ("plugins", "check", "dreamgen-mirror"): {"findings": [FINDING]},
    ("doctor",): {
        **dict.fromkeys(VERSIONS, str),
        "pydantic": str,
        "system": str,
        "hook_API": str,
        "processor": str,
        "idle_threads": str,
        "devices": list[str],
        "auto_device": str,
        "auto_precision": str,
        "free_memory": int | None,
        "AVIF": bool,
        "weights_cache": str,
        "weights_cache_free": int,
        "weights_from": str,
        "offline": bool,
        "plugins": [PLUGIN],
    },
}


def build_type(shape: Any) -> Any:
    """Return the type that a written shape stands for: no key more, none less, nothing converted."""
    if isinstance(shape, list):
        return list[build_type(shape[0])]
    if not isinstance(shape, dict):
        return shape
    fields = {f"field{n}": (build_type(kind), ...) for n, kind in enumerate(shape.values())}
    names = dict(zip(fields, shape, strict=True))
    config = ConfigDict(extra="forbid", strict=True, alias_generator=names.__getitem__)
    return create_model("Shape", __config__=config, **fields)


@pytest.mark.parametrize("words", SHAPES, ids=" ".join)
def test_the_shape_is_as_promised(user, words):
    (line,) = user.gets(*words, "--json").splitlines()
    TypeAdapter(build_type({"schema": Literal[1], **SHAPES[words]})).validate_json(line)


def test_json_says_what_the_table_says(user):
    def ask(*words):
        return json.loads(user.gets(*words, "--json"))

    layers = user.gets("layers").splitlines()[1:]
    assert [layer["name"] for layer in ask("layers")["layers"]] == [
        row.split()[1] for row in layers
    ]
    presets = [row.split()[0] for row in user.gets("presets").splitlines()]
    assert [preset["name"] for preset in ask("presets")["presets"]] == presets
    rows = [tuple(row.split()[:2]) for row in user.gets("components", "effects").splitlines()]
    found = ask("components", "effects")["components"]
    assert [(each["kind"], each["name"]) for each in found] == rows
    networks = [each["name"] for each in ask("backbones", "resnet1*")["networks"]]
    assert networks == user.gets("backbones", "resnet1*").split()


def test_a_component_has_the_schema_of_its_parameters(user):
    (found,) = json.loads(user.gets("components", "kaleidoscope", "--json"))["components"]
    mirrors = found["parameters"]["properties"]["mirrors"]
    assert (mirrors["type"], mirrors["default"], mirrors["minimum"]) == ("integer", 6, 2)
    assert found["parameters"]["additionalProperties"] is False
    assert found["order"] == ["mirrors", "spare"]


def test_a_component_that_cannot_be_imported_says_so(user):
    (user.folder / "bad.py").write_text(
        "from dreamgen import Entry, hookimpl\n"
        "@hookimpl\n"
        "def dreamgen_effects():\n"
        "    return [Entry('gone', 'nowhere:Gone', 'is not there')]\n"
    )
    words = ("components", "gone", "--plugin", "bad.py", "--json")
    (found,) = json.loads(user.gets(*words))["components"]
    assert found["parameters"] is None
    assert "cannot be imported" in found["problem"]


def test_findings_decide_the_exit_code(user):
    (user.folder / "bad.toml").write_text("steps = 'many'\n")
    done = user.types("plugins", "check", "bad.toml", "--json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert (done.returncode, finding["state"]) == (1, "broken")
    assert "steps" in finding["said"]


@pytest.mark.parametrize("words", [("presets", "wahsed"), ("layers", "resnt"), ("components", "x")])
def test_of_a_failure_there_is_the_sentence_alone(user, words):
    assert user.is_told(*words, "--json")
    assert user.types(*words, "--json").stdout == b""
