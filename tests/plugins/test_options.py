from __future__ import annotations

import sys
import textwrap

import pytest

from dreamgen.plugins.clashes import find_option_clashes
from dreamgen.plugins.discovery import discover
from dreamgen.plugins.hookspecs import Option
from dreamgen.plugins.registry import Registry

CHART = Option("--chart", "loader.chart", "What to draw.")
SCRIPT = Option("--run-it", help="Run it.", kind="switch", permits="run_code")


@pytest.fixture
def registry_of(tmp_path, monkeypatch):
    def build(**plugins: list) -> Registry:
        files = []
        for name, options in plugins.items():
            monkeypatch.delitem(sys.modules, name, raising=False)
            file = tmp_path / f"{name}.py"
            file.write_text(
                textwrap.dedent(f"""
                from dreamgen import Option, hookimpl
                @hookimpl
                def dreamgen_options():
                    return {options!r}
                """)
            )
            files.append(file)
        return Registry(discover(files, installed=False, disabled=()))

    return build


def test_options_of_all_plugins_are_offered(registry_of):
    registry = registry_of(options_one=[CHART], options_two=[SCRIPT])
    assert registry.options() == [CHART, SCRIPT]
    assert registry.options(taken={"--chart"}) == [SCRIPT]


def test_of_two_plugins_with_one_flag_the_first_keeps_it_and_the_clash_is_named(registry_of):
    other = CHART._replace(key="loader.plot")
    registry = registry_of(options_first=[CHART], options_second=[other, SCRIPT])
    assert registry.options() == [CHART, SCRIPT]
    first, second = registry.plugins[-2:]
    assert find_option_clashes(first, registry.plugins) == []
    said = "option --chart is offered by options-first too, which keeps it"
    assert find_option_clashes(second, registry.plugins) == [said]
    assert find_option_clashes(first, registry.plugins, taken={"--chart"}) == [
        "option --chart is offered by dreamgen too, which keeps it"
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--chart"], "must return Option(flag, key, help, kind), not '--chart'"),
        ([CHART._replace(flag="chart")], "'chart' is not a valid flag"),
        ([CHART._replace(flag="--Chart x")], "'--Chart x' is not a valid flag"),
        ([CHART._replace(kind="number")], "of kind 'number', not text or switch"),
        ([CHART._replace(key="")], "either a recipe's key or a permission"),
        ([CHART._replace(permits="run_code")], "either a recipe's key or a permission"),
        ([SCRIPT._replace(kind="text")], "gives a permission, so it must be a switch"),
        ([CHART._replace(key="loader chart")], "sets 'loader chart', which is not a key"),
        (
            [SCRIPT._replace(permits="run_cod")],
            "permits 'run_cod', which is no permission (did you mean run_code?): run_code, ",
        ),
        ([SCRIPT._replace(use="music")], "uses 'music', so it must have a value and a key"),
        ([CHART, CHART], "its options name '--chart' twice"),
    ],
)
def test_an_option_that_makes_no_sense_breaks_its_plugin_alone(options, said, registry_of):
    registry = registry_of(options_bad=options)
    assert said in registry.plugins[-1].problem
    assert registry.plugins[0].works
    assert registry.options() == []
