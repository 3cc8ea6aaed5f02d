"""What is refused at once, and that nothing heavy is imported for it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from dreamgen.errors import BadInput
from dreamgen.render.least_memory import check_least_memory
from dreamgen.render.session import Session


def test_the_size_that_is_named_passes():
    with pytest.raises(BadInput, match="memory = 400MB: 7680 x 5120 pixels need more") as refused:
        check_least_memory((7680, 5120), 400 * 2**20)
    width, height = map(int, re.search(r"; fewer than (\d+) x (\d+)", str(refused.value)).groups())
    check_least_memory((width, height), 401 * 2**20)
    check_least_memory((7680, 5120), 1536 * 2**20)


def test_a_plan_refuses_without_importing_torch(tmp_path):
    (tmp_path / "mine.png").touch()
    code = """
import sys
from dreamgen.errors import BadInput
from dreamgen.render.permissions import FOREIGN
from dreamgen.render.session import Session
huge = {"size": "8000x8000", "memory": "300MB"}
refused = [
    ("noise", huge, "8000 x 8000"),
    ("sample:penguins", {"size": 7680, "memory": "700MB", "objective": "patchwork"}, "7680 x 5120"),
    ("sample:cat", {"size": 8000, "memory": "700MB", "objective": "patchwork"}, "8000 x"),
    ("noise", {"objective": "channel(3) + style(mine.png)"}, "the recipe would read mine.png"),
]
session = Session(permissions=FOREIGN)
for source, keys, told in refused:
    recipe = session.compose(source, None, [("x", keys)])
    try:
        session.plan(recipe)
    except BadInput as problem:
        assert told in str(problem), problem
    else:
        raise AssertionError(told)
assert "torch" not in sys.modules
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_a_zoom_of_no_size_is_as_small_as_zooms_are():
    session = Session()
    keys = {"memory": "200MB", "zoom": {"seconds": 1}}
    recipe = session.compose("sample:penguins", None, [("x", keys)], moving=True)
    with pytest.raises(BadInput):
        check_least_memory((1024, 683), 200 * 2**20)
    session.plan(recipe)


def test_of_a_sheet_no_more_memory_is_asked_than_its_picture_may_need():
    session = Session()
    keys = {"size": "A2", "memory": "500MB"}
    session.plan(session.compose(None, None, [("x", keys)]))  # its share of the sheet shows later
    with pytest.raises(BadInput, match="4961 x 7016 pixels need more than"):
        session.plan(session.compose(None, None, [("x", keys | {"size": "4961x7016"})]))
