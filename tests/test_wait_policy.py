"""The wait policy is chosen before torch loads, and a user's own choice is kept."""

import os
import subprocess
import sys

import pytest

SHOW = "import os, dreamgen; print(os.environ.get('OMP_WAIT_POLICY'))"


def ask(code: str, **environment: str) -> str:
    own = {key: value for key, value in os.environ.items() if key != "OMP_WAIT_POLICY"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=own | environment, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def test_idle_threads_sleep_unless_the_user_says_otherwise():
    assert ask(SHOW) == "PASSIVE"
    assert ask(SHOW, OMP_WAIT_POLICY="ACTIVE") == "ACTIVE"


def test_nothing_is_set_once_torch_has_read_it():
    assert ask("import sys; sys.modules['torch'] = None; " + SHOW) == "None"


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("PASSIVE", "sleep (OMP_WAIT_POLICY=PASSIVE)"),
        ("active", "may spin (OMP_WAIT_POLICY=ACTIVE)"),
    ],
)
def test_the_policy_is_described(monkeypatch, policy, said):
    from dreamgen.wait_policy import describe_wait_policy

    monkeypatch.setenv("OMP_WAIT_POLICY", policy)
    assert describe_wait_policy() == said
