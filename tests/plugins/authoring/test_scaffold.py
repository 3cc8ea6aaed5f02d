"""New plugins of every kind, put to the test as their authors would."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib

import pytest

from dreamgen.errors import BadInput
from dreamgen.plugins.authoring.scaffold import NEW_KINDS, new_file, new_package
from dreamgen.plugins.discovery import KINDS, discover
from dreamgen.plugins.registry import Registry
from dreamgen.testing import check_plugin


def test_there_is_one_for_every_kind_of_component():
    assert set(NEW_KINDS.values()) == set(KINDS)


@pytest.mark.parametrize("kind", NEW_KINDS)
def test_a_new_file_is_sound(tmp_path, kind):
    path = new_file(f"first-{kind}", kind, tmp_path)
    registry = Registry(discover([path], installed=False))
    assert registry.plugins[-1].problem == ""
    (finding,) = check_plugin(registry.plugins[-1], registry)
    assert (finding.kind, finding.name) == (kind, f"first-{kind}")
    assert (finding.problem, finding.unchecked) == ("", "")


@pytest.mark.parametrize("kind", NEW_KINDS)
def test_a_new_package_is_sound_without_being_installed(
    tmp_path, monkeypatch, dreamgen_plugin, kind
):
    folder = new_package(f"second-{kind}", kind, tmp_path)
    module = f"second_{kind}"
    assert folder == tmp_path / f"dreamgen-second-{kind}"
    project = tomllib.loads((folder / "pyproject.toml").read_text())
    target = project["project"]["entry-points"]["dreamgen"][module]
    monkeypatch.syspath_prepend(folder / "src")
    loaded = dreamgen_plugin(target)
    assert list(loaded.plugin.offers) == [NEW_KINDS[kind]]
    assert loaded.check() == []
    for path in folder.rglob("*"):
        assert path.is_dir() or "$" not in path.read_text()
    ast.parse((folder / "tests" / f"test_{module}.py").read_text())


def _run_tests(folder, **environment):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_its_own_test_passes_whether_it_is_installed_or_not(tmp_path):
    folder = new_package("glow", "regulariser", tmp_path)
    _run_tests(folder)
    installed, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--target", installed, folder], check=True, capture_output=True)
    shutil.copytree(folder / "tests", elsewhere / "tests")
    _run_tests(elsewhere, PYTHONPATH=str(installed))


def test_its_readme_and_summary_say_what_the_component_says(tmp_path):
    folder = new_package("glow", "regulariser", tmp_path)
    assert '--regulariser "glow(0.3)"' in (folder / "README.md").read_text()
    offered = (folder / "src" / "dreamgen_glow" / "plugin.py").read_text()
    assert '"pull every pixel towards white, the more the larger the amount"' in offered


@pytest.mark.parametrize(
    "name", ["Glow", "", "1st", "a b", "../glow", "class", "glow-", "dreamgen-"]
)
def test_names_that_are_not_valid_are_refused(tmp_path, name):
    for new in (new_file, new_package):
        with pytest.raises(BadInput, match="is not a valid plugin name"):
            new(name, "effect", tmp_path)
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(tmp_path):
    path, folder = tmp_path / "glow.py", tmp_path / "dreamgen-glow"
    path.write_text("mine")
    folder.mkdir()
    for new in (new_file, new_package):
        with pytest.raises(BadInput, match="exists already"):
            new("glow", "effect", tmp_path)
    assert path.read_text() == "mine"
    assert not list(folder.iterdir())
