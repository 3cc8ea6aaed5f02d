"""A plugin distribution, installed by pip into an environment of its own, used from the shell."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
MIRROR = ROOT / "plugins" / "dreamgen-mirror"


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """A fresh environment that sees this one's packages, with the plugin installed by pip."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    python = folder / "bin" / "python"
    own = Path(_ask(python, "import sysconfig; print(sysconfig.get_path('purelib'))"))
    (own / "parent.pth").write_text(
        f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n"
    )
    source = shutil.copytree(MIRROR, tmp_path_factory.mktemp("source") / "mirror")
    pip = (sys.executable, "-m", "pip", "--python", python)
    _run(*pip, "install", "-q", "--no-build-isolation", "--no-deps", source)
    script = folder / "bin" / "dreamgen"
    script.write_text(f"#!{python}\nfrom dreamgen.cli.main import main\nmain()\n")
    script.chmod(0o755)
    return python


def _run(*words):
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _ask(python, code):
    return _run(python, "-c", code).strip()


def test_its_component_and_preset_work_like_built_in_ones(shell, user, python):
    listed = shell.gets("plugins", python=python)
    assert "dreamgen-mirror 0.1.0  (installed)" in listed
    assert "mandala" in shell.gets("presets", python=python)
    words = ("--size", "96", "--steps", "12", "--octaves", "2", "-q")
    shell.gets("render", "--preset", "mandala", *words, "-o", "m.png", python=python)
    plain = ("--objective", "patchwork(patches=24)", "--layer", "6", "--regulariser", "jitter")
    user.gets("render", "noise", *plain, *words, "-o", "plain.png")

    def unlike(name):
        picture = np.asarray(Image.open(shell.folder / name)).astype(float)
        return np.abs(picture - picture[:, ::-1]).mean()

    assert unlike("m.png") < 0.75 * unlike("plain.png")
    made = tomllib.loads(shell.gets("recipe", "m.png", python=python))["made"]
    assert "dreamgen-mirror 0.1.0" in made["plugins"]


def test_it_can_be_switched_off(shell, python):
    off = {"DREAMGEN_PLUGINS_DISABLED": "dreamgen-mirror", "python": python}
    assert "switched off" in shell.gets("plugins", **off)
    told = "preset 'mandala' belongs to plugin dreamgen-mirror, which is switched off"
    assert told in shell.is_told("render", "--preset", "mandala", **off)
    message = shell.is_told("render", "--preset", "mandala", "--no-plugins", python=python)
    assert "there is no preset" in message
