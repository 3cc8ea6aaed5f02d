"""A notebook run by nbconvert: what it keeps is the finished dreams, with their recipes."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

pytest.importorskip("anywidget", reason="anywidget is not installed here")
nbformat = pytest.importorskip("nbformat", reason="nbconvert is not installed here")
nbconvert = pytest.importorskip("nbconvert", reason="nbconvert is not installed here")
pytest.importorskip("ipykernel", reason="ipykernel is not installed here")

CELLS = [
    "import dreamgen\nwords = {'size': '64x48', 'steps': 2, 'octaves': 1}",
    "dreamgen.dream('noise', **words)",
    "live = dreamgen.dream('noise', live=True, **words)\nlive",
    "live.image.size",
    "studio = dreamgen.studio_widget('noise')\nstudio",
    "dream = await dreamgen.adream('noise', **words)\n(dream.array == live.array).all()",
    "film = dreamgen.zoom('noise', live=True, seconds=1, fps=3, **words)\nfilm",
    "len(film)",
]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebook")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in CELLS])
    from nbconvert.preprocessors import ExecutePreprocessor

    run = ExecutePreprocessor(timeout=120, kernel_name="python3")
    run.preprocess(notebook, {"metadata": {"path": str(folder)}})
    return notebook, [cell["outputs"] for cell in notebook.cells]


def test_a_dream_is_a_picture_and_its_recipe(outputs):
    (shown,) = outputs[1][1]
    with Image.open(io.BytesIO(base64.b64decode(shown["data"]["image/png"]))) as image:
        assert image.size == (64, 48)
        assert 'input = "noise"' in image.text["dreamgen"]
    assert "<details" in shown["data"]["text/html"]
    assert shown["data"]["text/plain"].startswith("Dream(64x48")


def test_a_live_dream_has_become_the_picture(outputs):
    (shown,) = outputs[1][2]
    assert "image/png" in shown["data"]
    assert "application/vnd.jupyter.widget-view+json" not in shown["data"]
    assert outputs[1][3][0]["data"]["text/plain"] == "(64, 48)"


def test_the_studio_is_a_widget_and_a_dream_can_be_awaited(outputs):
    assert "application/vnd.jupyter.widget-view+json" in outputs[1][4][0]["data"]
    assert "True" in outputs[1][5][0]["data"]["text/plain"]


def test_a_live_zoom_has_become_the_film(outputs):
    (shown,) = outputs[1][6]
    assert "data:image/webp;base64," in shown["data"]["text/html"]
    assert "application/vnd.jupyter.widget-view+json" not in shown["data"]
    assert outputs[1][7][0]["data"]["text/plain"] == "3"


def test_a_page_made_of_it_shows_all(outputs):
    from nbconvert import HTMLExporter

    body, _ = HTMLExporter().from_notebook_node(outputs[0])
    assert body.count("<details") == 3
    assert body.count("data:image/webp;base64,") == 3
