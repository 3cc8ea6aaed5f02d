"""docs/scripting.md promises what the tests of JSON and defaults check: the same keys and variables."""

from __future__ import annotations

import json
import re
from pathlib import Path

from dreamgen.cli.defaults.own_defaults import COMMAND, list_variables
from dreamgen.cli.defaults.variables import OTHERS, name_variable
from dreamgen.cli.shared.json_output import SCHEMA, describe_result

PAGE = (Path(__file__).parents[2] / "docs" / "scripting.md").read_text(encoding="utf-8")


def test_the_example_has_the_keys_of_a_result():
    example = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])
    assert example["schema"] == SCHEMA
    assert list(example) == ["schema", *describe_result(Path("a.png"), "", 1.0, None)]


def test_every_variable_that_is_named_is_one():
    known = {name_variable(name) for name in [*list_variables(), *COMMAND, *OTHERS]}
    assert set(re.findall(r"DREAMGEN_[A-Z_]*[A-Z]", PAGE)) <= known
    assert {name_variable(name) for name in OTHERS} <= set(re.findall(r"DREAMGEN_\w+", PAGE))
