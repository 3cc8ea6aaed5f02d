"""What importing a plugin does, measured in a process of its own."""

from __future__ import annotations

import pytest

from dreamgen.plugins.authoring.check import importing
from dreamgen.plugins.authoring.check.importing import check_import
from dreamgen.plugins.plugin import Plugin
from dreamgen.plugins.report import SLOW


def plugin_of(folder, text, name="imported_alone"):
    path = folder / f"{name}.py"
    path.write_text(text)
    return Plugin(name, "", str(path))


def test_a_light_plugin_is_quick(tmp_path):
    text = "from dreamgen import Effect, Entry, hookimpl\nclass Odd(Effect): pass\n"
    assert check_import(plugin_of(tmp_path, text)) < SLOW


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import plotly", r"its import takes \d+\.\d s at every start, for it imports plotly"),
        ("import time; time.sleep(1.2)", r"its import takes \d\.\d s at every start$"),
        ("print('hello')", "it prints when it is imported: 'hello'"),
        ("import sys; print('hello', file=sys.stderr)", "it prints when it is imported: 'hello'"),
        ("import warnings; warnings.simplefilter('ignore')", "changes the warning filters, which"),
        ("import os; os.environ['X_OF_A_TEST'] = '1'", "its import changes the environment"),
        ("import os; os.chdir('/')", "its import changes the working directory"),
        ("import random; random.seed(3)", "its import changes random's generator"),
        ("import logging; logging.basicConfig()", "its import changes logging's handlers"),
        ("import sys; sys.excepthook = print", r"its import changes sys\.excepthook"),
        ("import sys; sys.exit(3)", "it cannot be imported as the first thing"),
        ("import os; os._exit(0)", "it cannot be imported as the first thing"),
        ("raise ValueError('no')", "it cannot be imported as the first thing: ValueError: no"),
    ],
)
def test_what_else_an_import_does_is_one_sentence(tmp_path, monkeypatch, text, told):
    (tmp_path / "plotly.py").write_text("")  # a large package's stand-in
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(AssertionError, match=told) as broken:
        check_import(plugin_of(tmp_path, text))
    assert "\n" not in str(broken.value)


TORCH = """
float32, _dtype = "float32", "float32"
def set_default_dtype(dtype):
    global _dtype
    _dtype = dtype
get_default_dtype = lambda: _dtype
get_default_device = lambda: "cpu"
is_grad_enabled = lambda: True
are_deterministic_algorithms_enabled = lambda: False
"""


@pytest.mark.parametrize("change", ["", "; torch.set_default_dtype('float64')"])
def test_a_changed_default_of_torch_is_told(tmp_path, monkeypatch, change):
    (tmp_path / "torch.py").write_text(TORCH)  # a stand-in that is quick to import
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(importing, "describe_slowness", lambda seconds, heavy: "")
    plugin = plugin_of(tmp_path, f"import torch{change}")
    if not change:
        assert check_import(plugin) >= 0
        return
    with pytest.raises(AssertionError, match="its import changes torch's default dtype, which"):
        check_import(plugin)


def test_an_import_that_never_ends_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "PATIENCE", 0.5)
    with pytest.raises(AssertionError, match=r"its import does not end within 0\.5 s"):
        check_import(plugin_of(tmp_path, "while True: pass"))
