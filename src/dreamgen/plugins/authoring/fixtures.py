"""Fixtures for the tests of plugins; pytest finds them wherever dreamgen is installed.

pytest imports this module at every start, so nothing heavy is imported before a test asks for it.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from dreamgen.plugins.component import Component
    from dreamgen.plugins.discovery import Plugin
    from dreamgen.plugins.registry import Registry


@dataclass(frozen=True)
class LoadedPlugin:
    """A plugin under test, in a registry with the built-ins and nothing else."""

    plugin: Plugin
    registry: Registry

    def build(self, kind: str, call: str) -> Any:
        """Return a component as a recipe would name it: ``build("regularisers", "glow(0.3)")``."""
        from dreamgen.recipe.expressions import read_call

        return self.registry.build(kind, read_call(call), kind)

    def check(self) -> list[str]:
        """Return one sentence for each thing it offers that is not sound, or cannot be checked."""
        from dreamgen.plugins.authoring.check.plugin import check_plugin

        findings = check_plugin(self.plugin, self.registry)
        return [
            f"{finding.kind} {finding.name}: {finding.problem or finding.unchecked}"
            for finding in findings
            if finding.problem or finding.unchecked
        ]


@pytest.fixture
def dreamgen_plugin() -> Iterator[Callable[[str | Path | ModuleType], LoadedPlugin]]:
    """Load a plugin without installing it: ``dreamgen_plugin("dreamgen_glow.plugin")``.

    Takes the name of a module, the module, or the path of a one-file plugin. Raises AssertionError
    with the plugin's problem if it does not load.
    """
    files: list[Path] = []

    def load(source: str | Path | ModuleType) -> LoadedPlugin:
        from dreamgen.plugins.discovery import discover, load_module
        from dreamgen.plugins.registry import Registry

        if isinstance(source, str) and not source.endswith(".py"):
            source = importlib.import_module(source)
        if isinstance(source, ModuleType):
            plugins = [*discover(installed=False), load_module(source)]
        else:
            files.append(Path(source))
            plugins = discover([Path(source)], installed=False, disabled=())
        if plugins[-1].problem:
            raise AssertionError(f"plugin {plugins[-1].name}: {plugins[-1].problem}")
        return LoadedPlugin(plugins[-1], Registry(plugins))

    yield load
    # The next test may load another file of the same name.
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) in {str(path) for path in files}:
            del sys.modules[name]


@pytest.fixture
def check_component() -> Callable[[Component], None]:
    """Check a component as :func:`dreamgen.testing.check_component` does."""
    from dreamgen.plugins.authoring.check.component import check_component as check

    return check


@pytest.fixture
def run_dreamgen(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command line in ``tmp_path``, offline: ``run_dreamgen("render", "noise")``.

    ``plugin`` is the file of a plugin to load in place of the installed ones: a one-file plugin, or a
    package's ``plugin.py``. Raises AssertionError with what it printed if it fails; ``check=False`` for
    a command that should.
    """
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DREAMGEN_")},
        "DREAMGEN_CONFIG": "",  # nor do the defaults of whoever runs the tests count
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "XDG_CONFIG_HOME": str(tmp_path / ".config"),
        "HF_HUB_OFFLINE": "1",
    }

    def run(
        *words: object, plugin: Path | str | None = None, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        options = ["--no-plugins", "--plugin", Path(plugin).absolute()] if plugin else []
        command = [sys.executable, "-m", "dreamgen", *map(str, [*words, *options])]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise AssertionError(done.stderr)
        return done

    return run
