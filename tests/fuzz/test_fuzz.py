"""A hundred inputs of all kinds; by hand far more: see run.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
COUNT = 20  # inputs of each of the six kinds


def run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, command)], cwd=HERE, capture_output=True, text=True, check=False
    )


def test_no_input_does_what_none_may_do(tmp_path):
    done = run("run.py", "--kind", "all", "--count", COUNT, "--keep", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_none_may_do_is_noticed():
    done = run("misdeeds.py")
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_input_is_made_again_from_its_seed_and_number():
    code = (
        "from kinds import KINDS; from hashlib import sha256; kinds = KINDS['raster'], KINDS['svg']; "
        "print([sha256(k.make(1, n)).hexdigest()[:9] for k in kinds for n in range(60)])"
    )
    first = run("-c", code)
    assert first.returncode == 0, first.stderr
    assert run("-c", code).stdout == first.stdout
