"""Whoever installs a plugin by itself gets its licence too."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECTS = sorted(ROOT.glob("plugins/*/pyproject.toml"))


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.parent.name)
def test_every_plugin_carries_the_licence_that_it_names(project):
    root = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    plugin = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    assert plugin["license"] == root["license"]
    assert (project.parent / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
