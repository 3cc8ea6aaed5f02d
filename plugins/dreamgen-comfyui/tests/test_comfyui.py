"""What the nodes do with ComfyUI's progress, its stop button and its memory."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import json
import sys
import tomllib
import weakref
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).parents[1]
SHALLOW = 'steps = 1\noctaves.count = 1\nobjective = "layer(1)"'
PICTURE = torch.full((1, 40, 48, 3), 0.5)


def test_progress_rises_to_the_end_and_shows_the_dream(run):
    from comfy.utils import ProgressBar

    from dreamgen_comfyui.nodes.dream import Dream

    run(Dream, image=torch.cat([PICTURE, PICTURE]), settings=f"{SHALLOW}\nviews = 2")
    shares = [share for share, _ in ProgressBar.last.shown]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    previews = [preview for _, preview in ProgressBar.last.shown if preview is not None]
    assert previews[0][0] == "JPEG"
    assert previews[0][1].mode == "RGB"


def test_the_stop_button_ends_a_dream_within_a_step(run, monkeypatch):
    from comfy import model_management
    from comfy.utils import ProgressBar

    from dreamgen_comfyui.nodes.dream import Dream

    steps = []

    def show(self, value, total=None, preview=None):
        steps.append(value)
        model_management.state["interrupted"] = len(steps) == 3

    monkeypatch.setattr(ProgressBar, "update_absolute", show)
    with pytest.raises(model_management.InterruptProcessingException):
        run(Dream, image=PICTURE, settings=SHALLOW.replace("1", "50", 1))
    assert len(steps) == 3


def test_a_network_stays_until_comfyui_wants_its_memory(run):
    from comfy import model_management

    from dreamgen_comfyui.memory import _entries
    from dreamgen_comfyui.nodes.dream import Dream

    def dream(precision: str) -> weakref.ref:
        run(Dream, image=PICTURE, settings=f'{SHALLOW}\nprecision = "{precision}"')
        return weakref.ref(list(_entries)[-1])

    model_management.unload_all_models()
    first, other = dream("fp32"), dream("bf16")
    assert len(model_management.books) == 2
    assert dream("fp32")() is not None
    assert set(_entries) == {first(), other()}  # nothing was loaded twice
    model_management.unload_all_models()
    gc.collect()
    assert (first(), other()) == (None, None)
    assert model_management.books == []
    assert dream("fp32")() is not None


def test_the_memory_asked_for_is_the_recipes(run):
    from comfy import model_management

    from dreamgen_comfyui.nodes.dream import Dream

    run(Dream, image=PICTURE, settings=SHALLOW)
    run(Dream, image=PICTURE, settings=f'{SHALLOW}\nmemory = "600MB"')
    assert model_management.state["asked"][-2:] == [2**31, 600 * 2**20]


def test_the_folder_loads_as_comfyui_loads_it(folders):
    spec = importlib.util.spec_from_file_location("pack_x_", ROOT / "__init__.py")
    pack = sys.modules["pack_x_"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pack)

    async def list_nodes():
        return await (await pack.comfy_entrypoint()).get_node_list()

    names = [node.define_schema().node_id for node in asyncio.run(list_nodes())]
    assert len(names) == len(set(names)) > 50
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    required = (ROOT / "requirements.txt").read_text().split()
    assert required == project["project"]["dependencies"]
    assert project["tool"]["comfy"]["PublisherId"]


@pytest.mark.parametrize("name", ["still", "zoom"])
def test_workflows_fit_the_nodes(name, folders):
    from dreamgen_comfyui.extension import Dreamgen

    found = asyncio.run(Dreamgen().get_node_list())
    schemas = {schema.node_id: schema for schema in (node.define_schema() for node in found)}
    workflow = json.loads((ROOT / f"api/{name}.json").read_text())
    for node in workflow.values():
        if node["class_type"].startswith("Dreamgen"):
            inputs = schemas[node["class_type"]].inputs
            assert {each.id for each in inputs if not each.optional} <= node["inputs"].keys()
            assert node["inputs"].keys() <= {each.id for each in inputs}


@pytest.mark.parametrize("name", ["still", "zoom"])
def test_the_workflow_to_look_at_is_the_one_for_programs(name):
    drawn = json.loads((ROOT / f"example_workflows/{name}.json").read_text())
    links = {link[0]: [str(link[1]), link[2]] for link in drawn["links"]}
    posted = {}
    for node in drawn["nodes"]:
        values = list(node["widgets_values"])
        inputs = {}
        for each in node["inputs"]:
            if "widget" in each:
                inputs[each["name"]] = values.pop(0)
                if each["name"] == "seed":
                    assert values.pop(0) == "fixed"
            if each["link"] is not None:
                inputs[each["name"]] = links[each["link"]]
        posted[str(node["id"])] = {"class_type": node["type"], "inputs": inputs}
    expected = json.loads((ROOT / f"api/{name}.json").read_text())
    for node in expected.values():
        del node["_meta"]
    assert posted == expected
