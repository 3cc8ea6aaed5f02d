"""Schemas, inputs and outputs: what a node declares is kept, and what none can declare is refused."""

from dataclasses import dataclass, field
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

_COMMON = {"display_name", "optional", "tooltip", "lazy"}
_WIDGET = _COMMON | {"default", "socketless", "force_input"}
_KEYS = {
    "INT": _WIDGET | {"min", "max", "step", "control_after_generate", "display_mode"},
    "FLOAT": _WIDGET | {"min", "max", "step", "round", "display_mode"},
    "STRING": _WIDGET | {"multiline", "placeholder", "dynamic_prompts"},
    "BOOLEAN": _WIDGET | {"label_on", "label_off"},
    "COMBO": _WIDGET | {"options", "control_after_generate", "upload", "image_folder", "remote"},
}


def make_type(io_type):
    class Input:
        def __init__(self, id, **given):
            assert given.keys() <= _KEYS.get(io_type, _COMMON), given
            self.id, self.io_type, self.given = id, io_type, given
            self.optional = given.get("optional", False)
            self.default = given.get("default")

    class Output:
        def __init__(self, id=None, display_name=None, tooltip=None, is_output_list=False):
            self.id, self.io_type, self.is_output_list = id, io_type, is_output_list

    return SimpleNamespace(Input=Input, Output=Output, io_type=io_type)


class UploadType(StrEnum):
    image = "image_upload"


class Hidden(StrEnum):
    prompt = "PROMPT"
    extra_pnginfo = "EXTRA_PNGINFO"


@dataclass
class Schema:
    node_id: str
    display_name: str | None = None
    category: str = "sd"
    inputs: list[Any] = field(default_factory=list)
    outputs: list[Any] = field(default_factory=list)
    hidden: list[Any] = field(default_factory=list)
    description: str = ""
    is_output_node: bool = False


class NodeOutput:
    def __init__(self, *args, ui=None):
        self.args, self.ui = args, ui


class ComfyNode:
    hidden = None


class ComfyExtension:
    pass


io = SimpleNamespace(
    Image=make_type("IMAGE"),
    Mask=make_type("MASK"),
    Int=make_type("INT"),
    Float=make_type("FLOAT"),
    String=make_type("STRING"),
    Boolean=make_type("BOOLEAN"),
    Combo=make_type("COMBO"),
    Custom=make_type,
    Schema=Schema,
    NodeOutput=NodeOutput,
    ComfyNode=ComfyNode,
    Hidden=Hidden,
    UploadType=UploadType,
)
