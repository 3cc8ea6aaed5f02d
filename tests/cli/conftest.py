from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


class User:
    """Somebody at a terminal, in an empty folder, with dreamgen installed."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.environment = {
            **os.environ,
            "XDG_CONFIG_HOME": str(folder / ".config"),
            "HF_HUB_OFFLINE": "1",
            "COLUMNS": "100",
        }
        self.environment.pop("DREAMGEN_PLUGINS_DISABLED", None)
        self.environment.pop("PYTHONPATH", None)

    def types(self, *words, python=sys.executable, stdin=None, before=None, **environment):
        script = Path(python).parent / "dreamgen"
        return subprocess.run(
            [script, *map(str, words)],
            cwd=self.folder,
            env={**self.environment, **environment},
            input=stdin,
            preexec_fn=before,
            capture_output=True,
            timeout=240,
            check=False,
        )

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


@pytest.fixture
def user(tmp_path) -> User:
    return User(tmp_path)


@pytest.fixture
def here(tmp_path, monkeypatch, capfd):
    """Run a command in this process, which has torch already; return code, stdout and stderr."""
    import torch

    monkeypatch.chdir(tmp_path)
    threads = torch.get_num_threads()

    def run(*words):
        from dreamgen.cli.main import main

        monkeypatch.setattr(sys, "argv", ["dreamgen", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        return ended.value.code or 0, out, err

    yield run
    torch.set_num_threads(threads)
