from __future__ import annotations

import io
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest


class User:
    """Somebody in an empty folder who types commands; ``run`` answers them as a process would."""

    def __init__(self, folder: Path, run):
        self.folder = folder
        self.types = run

    def gets(self, *words, **more) -> str:
        """Return standard output of a command that must succeed."""
        done = self.types(*words, **more)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def is_told(self, *words, code=2, **more) -> str:
        """Return the one sentence of a command that must fail, and leave nothing behind."""
        before = sorted(self.folder.iterdir())
        done = self.types(*words, **more)
        message = done.stderr.decode()
        assert done.returncode == code, message + done.stdout.decode()
        assert "Traceback" not in message
        assert message.count("\n") == 1, message
        assert sorted(self.folder.iterdir()) == before
        return message


OWN = {"HF_HUB_OFFLINE": "1", "COLUMNS": "100"}
UNWANTED = ("DREAMGEN_PLUGINS_DISABLED", "DREAMGEN_TRACEBACK", "PYTHONPATH")


@pytest.fixture
def environment(tmp_path, monkeypatch) -> None:
    """Let this process, and those that it starts, have the environment and folder of a new user."""
    for name in UNWANTED:
        monkeypatch.delenv(name, raising=False)
    for name, value in {**OWN, "XDG_CONFIG_HOME": str(tmp_path / ".config")}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def shell(tmp_path, environment) -> User:
    """A user of the installed command: each is a process of its own, slow, for each imports torch."""

    def run(*words, python=sys.executable, before=None, **more):
        return subprocess.run(
            [Path(python).parent / "dreamgen", *map(str, words)],
            env={**os.environ, **more},
            preexec_fn=before,
            capture_output=True,
            timeout=240,
            check=False,
        )

    return User(tmp_path, run)


@pytest.fixture
def user(tmp_path, environment, monkeypatch, capfdbinary) -> User:
    """A user whose commands all run in this process, which has torch already."""
    import torch
    from huggingface_hub import constants

    from dreamgen.cli.main import main

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)  # read when it was imported
    threads = torch.get_num_threads()

    def run(*words, stdin=None, **more):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["dreamgen", *map(str, words)])
            patch.setattr(warnings, "showwarning", warnings.showwarning)  # the command sets it
            if stdin is not None:
                patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            for name, value in more.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        _forget_modules(tmp_path)
        torch.set_num_threads(threads)
        return subprocess.CompletedProcess(words, ended.value.code or 0, *capfdbinary.readouterr())

    return User(tmp_path, run)


def _forget_modules(folder: Path) -> None:
    """Drop what was imported from a folder, as one-file plugins are: the next command reads anew."""
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(str(folder)):
            del sys.modules[name]


@pytest.fixture
def here(user):
    """Run a command in this process; return its exit code, standard output and standard error."""

    def run(*words):
        done = user.types(*words)
        out, err = (text.decode(errors="replace") for text in (done.stdout, done.stderr))
        return done.returncode, out, err

    return run
