"""The fixtures that the tests of plugins use, and what starting pytest with them costs."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import textwrap

import pytest
import torch

from dreamgen import BadInput, Regulariser

DIM = '''
    from pydantic import Field
    from dreamgen import Entry, Regulariser, hookimpl

    class Dim(Regulariser):
        """Make the gradient smaller."""
        by: float = Field(2.0, gt=1, description="divisor")
        def gradient(self, gradient, progress):
            return gradient / self.by

    @hookimpl
    def dreamgen_regularisers():
        return [Entry("dim", "dim:Dim", "a smaller gradient")]
'''


@pytest.fixture
def dim(tmp_path):
    path = tmp_path / "dim.py"
    path.write_text(textwrap.dedent(DIM))
    return path


def test_pytest_starts_without_anything_heavy():
    (point,) = importlib.metadata.entry_points(group="pytest11", name="dreamgen")
    heavy = {"torch", "timm", "numpy", "PIL", "pydantic"}
    code = f"import sys, {point.value}; print(*{heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_file_is_loaded_beside_the_builtins_alone(dim, dreamgen_plugin):
    loaded = dreamgen_plugin(dim)
    assert [plugin.name for plugin in loaded.registry.plugins] == ["dreamgen", "dim"]
    built = loaded.build("regularisers", "dim(by=4)")
    assert built.gradient(torch.full((1, 3, 2, 2), 8.0), 0.0).unique().item() == 2.0
    assert loaded.check() == []
    with pytest.raises(BadInput, match="by"):
        loaded.build("regularisers", "dim(by=0)")


def test_the_next_test_may_load_another_file_of_the_same_name(dim, dreamgen_plugin):
    assert "dim" not in sys.modules
    dreamgen_plugin(str(dim))
    assert sys.modules["dim"].__file__ == str(dim)


def test_what_is_not_sound_is_a_sentence(dim, dreamgen_plugin):
    dim.write_text(dim.read_text().replace("/ self.by", "[:, :, 1:]"))
    (said,) = dreamgen_plugin(dim).check()
    assert said.startswith("regulariser dim: its gradient must be of shape")


def test_a_plugin_that_does_not_load_fails_the_test(tmp_path, dreamgen_plugin):
    path = tmp_path / "broken_for_fixture.py"
    path.write_text("raise RuntimeError('no luck')")
    with pytest.raises(AssertionError, match="plugin broken-for-fixture: RuntimeError: no luck"):
        dreamgen_plugin(path)


def test_a_component_is_checked(check_component):
    class Idle(Regulariser):
        """Does nothing."""

    with pytest.raises(AssertionError, match="it does nothing"):
        check_component(Idle())


def test_the_command_line_runs_with_the_plugin_under_test_alone(dim, run_dreamgen):
    listed = run_dreamgen("plugins", plugin=dim).stdout
    assert [line.split()[0] for line in listed.splitlines() if line[0] != " "][:2] == [
        "dreamgen",
        "dim",
    ]
    assert "regularisers: dim" in listed
    done = run_dreamgen("presets", "no-such-preset", plugin=dim, check=False)
    assert done.returncode == 2
    with pytest.raises(AssertionError, match="no-such-preset"):
        run_dreamgen("presets", "no-such-preset")
