"""Help must stay light: nothing that takes seconds to import."""

from __future__ import annotations

import os
import subprocess
import sys


def test_help_and_listing_import_nothing_heavy():
    code = (
        "import sys\n"
        "from dreamgen.cli.main import app\n"
        "for words in (['--help'], ['render', '--help'], ['plugins']):\n"
        "    try: app(words)\n"
        "    except SystemExit: pass\n"
        "    assert 'pydantic' not in sys.modules or words != ['--help']\n"
        "from dreamgen.cli.shared import completion as shell\n"
        "for complete in (shell.complete_presets, shell.complete_components, shell.complete_layers,\n"
        "        shell.complete_backbones, shell.complete_concepts): assert complete('r') is not None\n"
        "heavy = {'torch', 'timm', 'numpy', 'PIL'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Dream a picture, or many." in done.stdout


def test_every_command_is_listed_and_has_help(user):
    listed = user.gets("--help")
    commands = ["render", "rerun", "recipe", "presets", "components", "layers", "plugins", "doctor"]
    for command in commands:
        assert command in listed
    assert "--objective" in user.gets("render", "--help")


def test_a_wrong_command_gets_the_nearest(user):
    assert "there is no command 'rendr' (did you mean render" in user.is_told("rendr")


def test_version(user):
    from importlib.metadata import version

    assert user.gets("--version").strip() == version("dreamgen")


def test_a_working_directory_that_was_deleted_is_one_sentence(user, monkeypatch):
    gone = user.folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert "working directory no longer exists" in user.is_told("presets")
