"""docs/components.md shows every built-in component: an example that runs, and its picture."""

from __future__ import annotations

import importlib.util
import shlex
from pathlib import Path

import pytest

from dreamgen.cli.shared.find_command import find_command
from dreamgen.plugins.discovery import KINDS
from dreamgen.plugins.registry import Registry

ROOT = Path(__file__).parents[1]
_spec = importlib.util.spec_from_file_location("components", ROOT / "gallery" / "components.py")
page = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(page)
REGISTRY = Registry.default(installed=False)
COMMANDS = [(kind, words) for kind, own in page.EXAMPLES.items() for words in own.values()]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "commands"])
def test_every_component_has_an_example(kind):
    assert set(page.EXAMPLES[kind]) - {"none"} == set(REGISTRY.names(kind))


def test_the_page_is_what_the_script_writes():
    written = page.PAGE.read_text(encoding="utf-8")
    assert written == page.write_page(REGISTRY), "run python gallery/components.py"


def test_every_picture_is_there_and_small():
    wanted = {page.find_picture(kind, name) for kind, name in page.list_pictures()}
    assert set(page.PICTURES.iterdir()) == wanted
    assert sum(path.stat().st_size for path in wanted) < 2e6


@pytest.mark.parametrize(("kind", "words"), COMMANDS, ids=" ".join)
def test_every_example_is_understood(kind, words, monkeypatch):
    if "mine.safetensors" in words:
        pytest.skip("reads a file of the user's own")
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("dreamgen.cli.shared.dry_run.check_files", lambda *given: None)
    name, *rest = shlex.split(words)
    command = find_command(name, rest, REGISTRY)
    command.main([*rest, "--dry-run"], standalone_mode=False)
