"""The version of the hook API, and how completely it is written down."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

import dreamgen
from dreamgen.plugins import hookspecs
from dreamgen.plugins.api_version import find_version_problem
from dreamgen.plugins.discovery import KINDS

ROOT = Path(__file__).parents[2]
HOOKS = [name for name in vars(hookspecs) if name.startswith("dreamgen_")]


@pytest.mark.parametrize("stated", ["1", "1.0", "1.2"])
def test_a_plugin_for_this_version_or_an_earlier_minor_one_fits(stated):
    assert find_version_problem(SimpleNamespace(dreamgen_api=stated), (1, 2)) == ""


def test_a_plugin_that_names_no_version_fits():
    assert find_version_problem(SimpleNamespace(), (3, 4)) == ""


@pytest.mark.parametrize(
    ("stated", "remedy"),
    [("1.3", "update dreamgen"), ("2", "update dreamgen"), ("0.9", "update the plugin")],
)
def test_any_other_version_does_not_fit(stated, remedy):
    problem = find_version_problem(SimpleNamespace(dreamgen_api=stated), (1, 2))
    assert problem.endswith(f"this dreamgen has 1.2: {remedy}")


@pytest.mark.parametrize("stated", ["", "one", "1.0.0", 1, (1, 0), None])
def test_what_is_not_a_version_is_said_so(stated):
    problem = find_version_problem(SimpleNamespace(dreamgen_api=stated), (1, 2))
    assert problem == f'dreamgen_api must be a version such as "1.2", not {stated!r}'


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_is_typed_and_says_what_it_is_for_and_since_when(name):
    hook = getattr(hookspecs, name)
    assert not inspect.signature(hook).parameters
    assert inspect.signature(hook).return_annotation in (
        "list[Entry]",
        "list[Path]",
        "list[Option]",
    )
    if name in hookspecs.RENAMED_HOOKS:
        assert hookspecs.RENAMED_HOOKS[name] in hook.__doc__
        return
    since = re.search(r"Since (\d+)\.(\d+)\.", hook.__doc__)
    assert (1, 0) <= (int(since[1]), int(since[2])) <= dreamgen.API_VERSION


def test_every_kind_has_a_hook():
    assert {f"dreamgen_{kind}" for kind in KINDS} < set(HOOKS)


def test_the_page_about_plugins_names_every_hook():
    page = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    named = {f"dreamgen{name}" for name in re.findall(r"`(?:dreamgen)?(_\w+)`", page)}
    assert set(HOOKS) - set(hookspecs.RENAMED_HOOKS) <= named


def test_the_old_name_of_a_class_works_and_names_the_new_one():
    with pytest.warns(DeprecationWarning, match=r"dreamgen\.Finish is now dreamgen\.Effect"):
        assert dreamgen.Finish is dreamgen.Effect
