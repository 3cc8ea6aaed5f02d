"""The nodes without ComfyUI: a double of its interfaces stands in for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import torch

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "double"), str(HERE.parent / "src")]


@pytest.fixture
def folders(tmp_path, monkeypatch) -> Path:
    """Give a folder that has ComfyUI's own in it: input, output, temp and models."""
    import folder_paths

    for name in ("input", "output", "temp", "models/dreamgen"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.setattr(folder_paths, "root", tmp_path)
    return tmp_path


@pytest.fixture
def run(folders):
    """Run a node as ComfyUI does, in inference mode; what is not given has its default."""

    def run_node(node: Any, **given: Any) -> tuple[Any, ...]:
        inputs = node.define_schema().inputs
        defaults = {each.id: each.default for each in inputs if not each.optional}
        with torch.inference_mode():
            return node.execute(**{**defaults, **given}).args

    return run_node
