"""The public names: imported lazily, and typed for those who build on them."""

from __future__ import annotations

import ast
from pathlib import Path

import dreamgen

PACKAGE = Path(dreamgen.__file__).parent


def test_the_stub_types_exactly_the_public_names():
    stub = ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))
    imports = [node for node in stub.body if isinstance(node, ast.ImportFrom)]
    typed = {alias.asname: node.module for node in imports for alias in node.names}
    assert typed == {name: f"dreamgen.{module}" for name, module in dreamgen._PUBLIC.items()}
    assert (PACKAGE / "py.typed").is_file()


def test_every_public_name_can_be_imported():
    for name in dreamgen.__all__:
        assert getattr(dreamgen, name) is not None
