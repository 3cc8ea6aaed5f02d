"""OpenCV is imported without a trace."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

CHILD = """
import os
from dreamgen.imaging.opencv import import_opencv
before = dict(os.environ)
import_opencv()
assert dict(os.environ) == before, {k: v for k, v in os.environ.items() if before.get(k) != v}
"""


@pytest.mark.parametrize("given", [{}, {"LD_LIBRARY_PATH": "/opt/lib"}], ids=["unset", "set"])
def test_its_import_leaves_the_environment_as_it_was(given):
    pytest.importorskip("cv2")
    plain = {key: value for key, value in os.environ.items() if key != "LD_LIBRARY_PATH"}
    subprocess.run([sys.executable, "-c", CHILD], env=plain | given, check=True)
