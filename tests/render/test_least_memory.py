"""What is refused at once, and that nothing heavy is imported for it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from dreamgen.errors import BadInput
from dreamgen.render.least_memory import check_least_memory


def test_the_size_that_is_named_passes():
    with pytest.raises(BadInput, match="memory = 400MB: 7680 x 5120 pixels need more") as refused:
        check_least_memory((7680, 5120), 400 * 2**20)
    width, height = map(int, re.search(r"; fewer than (\d+) x (\d+)", str(refused.value)).groups())
    check_least_memory((width, height), 401 * 2**20)
    check_least_memory((7680, 5120), 1536 * 2**20)


def test_a_plan_refuses_without_importing_torch():
    code = """
import sys
from dreamgen.errors import BadInput
from dreamgen.render.session import Session
session = Session()
recipe = session.compose("noise", None, [("x", {"size": "8000x8000", "memory": "300MB"})])
try:
    session.plan(recipe)
except BadInput:
    sys.exit(10 if "torch" in sys.modules else 0)
sys.exit(11)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
