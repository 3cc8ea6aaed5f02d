"""New plugins of every kind, put to the test as their authors would."""

from __future__ import annotations

import ast
import io
import os
import shutil
import subprocess
import sys
import tomllib

import pytest
from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.plugins.authoring.check.plugin import check_preset
from dreamgen.plugins.authoring.scaffold import NEW_KINDS, new_file, new_package
from dreamgen.plugins.discovery import KINDS, discover
from dreamgen.plugins.registry import Registry
from dreamgen.render.networks import Networks
from dreamgen.render.saving.destination import Destination
from dreamgen.render.saving.read_recipe import read_recipe
from dreamgen.render.saving.save import find_output, save
from dreamgen.render.session import Session
from dreamgen.testing import check_plugin


def test_there_is_one_for_every_kind_of_component():
    assert set(NEW_KINDS.values()) == {*KINDS, "presets"}


def sound(plugin, registry):
    """Return the findings of a plugin, which must all be sound."""
    assert plugin.problem == ""
    assert plugin.notes == []
    assert plugin.heavy == ()
    found = check_plugin(plugin, registry)
    assert [finding.problem or finding.unchecked for finding in found] == [""] * len(found)
    return [(finding.kind, finding.name) for finding in found]


@pytest.mark.parametrize("kind", [kind for kind in NEW_KINDS if kind != "preset"])
def test_a_new_file_is_sound_and_renders(tmp_path, kind, monkeypatch):
    path = new_file(f"first-{kind}", kind, tmp_path)
    registry = Registry(discover([path], installed=False))
    assert (kind, f"first-{kind}") in sound(registry.plugins[-1], registry)
    use(registry, kind, f"first-{kind}", tmp_path, monkeypatch)


@pytest.mark.parametrize("kind", NEW_KINDS)
def test_a_new_package_is_sound_without_being_installed_and_renders(
    tmp_path, monkeypatch, dreamgen_plugin, kind
):
    folder = new_package(f"second-{kind}", kind, tmp_path)
    module = f"second_{kind}"
    assert folder == tmp_path / f"dreamgen-second-{kind}"
    project = tomllib.loads((folder / "pyproject.toml").read_text())
    target = project["project"]["entry-points"]["dreamgen"][module]
    monkeypatch.syspath_prepend(folder / "src")
    loaded = dreamgen_plugin(target)
    assert (kind, f"second-{kind}") in sound(loaded.plugin, loaded.registry)
    for path in folder.rglob("*"):
        assert path.is_dir() or path.suffix == ".pyc" or "$" not in path.read_text()
    ast.parse((folder / "tests" / f"test_{module}.py").read_text())
    use(loaded.registry, kind, f"second-{kind}", tmp_path, monkeypatch)


def test_a_new_preset_is_one_file_that_renders(tmp_path, registry, monkeypatch):
    path = new_file("first-preset", "preset", tmp_path)
    assert path == tmp_path / "first-preset.toml"
    assert "--preset first-preset.toml" in path.read_text()
    assert check_preset(path, registry).said == "sound"
    use(registry, "preset", str(path), tmp_path, monkeypatch)


def _jpeg():
    file = io.BytesIO()
    Image.new("RGB", (48, 48), "orange").save(file, "JPEG")
    return file.getvalue()


NETWORKS = Networks()
NAMED = {"objective", "parameterisation", "optimiser", "backbone"}
LISTED = {"regularisers", "effects", "curves"}


def use(registry, kind, name, folder, monkeypatch):
    """Render a small picture with a new component, as its own example says."""
    import torch

    monkeypatch.chdir(folder)
    keys = {"input": "noise", "size": 48, "steps": 1, "octaves": {"count": 1}}
    if kind == "command":
        (folder / "a.jpg").write_bytes(_jpeg())
        session = Session(registry)
        session._networks = NETWORKS
        monkeypatch.setattr("dreamgen.api.calls.default_session", lambda: session)
        registry.load("commands", name)(folder, preset="classic")
        assert (folder / "a.dream.png").exists()
        return
    if kind in NAMED:
        keys[kind] = name
    elif f"{kind}s" in LISTED:
        keys[f"{kind}s"] = [name]
    elif kind == "motion":
        keys["zoom"] = {"motion": name, "seconds": 0.1, "steps": 1}
    elif kind == "loader":
        (folder / "x.colours").write_text("#ff8800 #004488")
        keys["input"] = "x.colours"
    if kind == "backbone":
        keys["weights"] = "random"
    session = Session(registry)
    session._networks = NETWORKS
    preset = name if kind == "preset" else None
    recipe = session.compose(None, preset, [("test", keys)], moving=kind == "motion")
    frames = list(session.render(recipe))
    assert frames[0].pixels.shape[0] == 3
    assert torch.isfinite(frames[0].pixels).all()
    if kind == "output":
        path = folder / "x.ppm"
        save(frames, Destination(path), find_output(recipe, path, registry), recipe.to_toml({}))
        assert read_recipe(path, registry) == recipe.to_toml({})


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
    ("name", "told"),
    [
        ("Glow", "as in glow"),
        ("", "with dashes between$"),
        ("1st", "as in st"),
        ("a b", "as in a-b"),
        ("my_glow", "as in my-glow"),
        ("../glow", "as in glow"),
        ("été", "as in t"),
        ("雪", "with dashes between$"),
        ("glow-", "as in glow"),
        ("dreamgen-", "with dashes between$"),
        ("glow\x1b[2J", "as in glow-2j"),
        ("class", "a meaning of its own"),
        ("plugin", "a meaning of its own"),
        ("con", "Windows allows no file"),
        ("com1", "Windows allows no file"),
    ],
)
def test_names_that_are_not_valid_are_refused(tmp_path, name, told):
    for new in (new_file, new_package):
        with pytest.raises(BadInput, match=f"is not a valid plugin name: .*{told}"):
            new(name, "effect", tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["json", "numpy", "torch", "dreamgen"])
def test_a_file_that_would_hide_a_module_is_refused_but_a_package_would_not(tmp_path, name):
    with pytest.raises(BadInput, match=f"{name}.py would hide the module {name}"):
        new_file(name, "effect", tmp_path)
    assert new_package(name, "effect", tmp_path).is_dir()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("effect", "effect"),
        ("entry", "regulariser"),
        ("picture", "loader"),
        ("field", "effect"),
        ("mark", "output"),
        ("model", "backbone"),
        ("hookimpl", "command"),
        ("folder", "command"),
        ("path", "command"),
    ],
)
def test_a_name_that_the_template_uses_itself_is_sound(tmp_path, name, kind):
    path = new_file(name, kind, tmp_path)
    registry = Registry(discover([path], installed=False))
    assert (kind, name) in sound(registry.plugins[-1], registry)


def test_nothing_is_overwritten(tmp_path):
    path, folder = tmp_path / "glow.py", tmp_path / "dreamgen-glow"
    path.write_text("mine")
    folder.mkdir()
    for new in (new_file, new_package):
        with pytest.raises(BadInput, match="exists already"):
            new("glow", "effect", tmp_path)
    assert path.read_text() == "mine"
    assert not list(folder.iterdir())
