from __future__ import annotations

import importlib
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest
import torch

from dreamgen.errors import BadInput
from dreamgen.plugins.discovery import discover, load_module
from dreamgen.plugins.registry import Registry
from dreamgen.plugins.report import list_remarks
from dreamgen.recipe.expressions import read_call

GOOD = """
    from dreamgen import Entry, Regulariser, hookimpl

    class Halve(Regulariser):
        by: float = 2.0
        def gradient(self, gradient, progress):
            return gradient / self.by

    @hookimpl
    def dreamgen_regularisers():
        return [Entry("{name}", "{module}:Halve", "half the gradient")]
"""


HOOK = """
    from dreamgen import Effect, Entry, hookimpl
    @hookimpl
    def dreamgen_effects(): return {}
"""


EMPTY = textwrap.dedent(HOOK).format("[]")
PRESETS = """
from pathlib import Path
@hookimpl
def dreamgen_presets(): return [Path(__file__).parent / "presets"]
"""


def write(folder, module, source, **words):
    path = folder / f"{module}.py"
    text = textwrap.dedent(source).replace("{module}", module)
    for key, value in words.items():
        text = text.replace("{" + key + "}", value)
    path.write_text(text)
    return path


def problem_of(path):
    plugins = discover([path], installed=False, disabled=())
    assert plugins[0].works
    assert not plugins[-1].works
    assert plugins[-1].offers == {}
    return plugins[-1].problem


def test_a_one_file_plugin_offers_its_component(tmp_path):
    path = write(tmp_path, "one_good", GOOD, name="halve")
    registry = Registry(discover([path], installed=False))
    built = registry.build("regularisers", read_call("halve(by=4)"), "regularisers")
    assert built.gradient(torch.full((1, 3, 2, 2), 8.0), 0.0).unique().item() == 2.0
    assert registry.build("regularisers", read_call("one-good/halve"), "x").by == 2.0


@pytest.mark.parametrize(
    ("module", "source", "words"),
    [
        ("raises", "raise RuntimeError('no')", "RuntimeError: no"),
        ("leaves", "raise SystemExit(3)", "SystemExit"),
        ("imports", "import no_such_module_at_all", "no_such_module_at_all"),
        ("syntax", "def (:", "SyntaxError"),
        ("nothing", "x = 1", "implements none of dreamgen's hooks"),
        (
            "misspelt",
            """
            from dreamgen import hookimpl
            @hookimpl
            def dreamgen_regularizers(): return []
            """,
            "no hook dreamgen_regularizers (did you mean dreamgen_regularisers",
        ),
        (
            "argued",
            """
            from dreamgen import hookimpl
            @hookimpl
            def dreamgen_outputs(verbose=False): return []
            """,
            "dreamgen_outputs takes no parameters",
        ),
        (
            "wrongly",
            """
            from dreamgen import hookimpl
            @hookimpl
            def dreamgen_outputs(): return ["png"]
            """,
            "must return Entry",
        ),
        (
            "aimless",
            """
            from dreamgen import Entry, hookimpl
            @hookimpl
            def dreamgen_outputs(): return [Entry("x", "no colon", "")]
            """,
            "is not a target",
        ),
        (
            "twice",
            """
            from dreamgen import Entry, hookimpl
            @hookimpl
            def dreamgen_outputs(): return [Entry("x", "a:B", ""), Entry("x", "a:C", "")]
            """,
            "'x' twice",
        ),
        (
            "throws",
            """
            from dreamgen import Entry, hookimpl
            @hookimpl
            def dreamgen_outputs(): raise ValueError("late")
            """,
            "ValueError: late",
        ),
        (
            "listless",
            """
            from dreamgen import hookimpl
            @hookimpl
            def dreamgen_outputs(): return 3
            """,
            "dreamgen_outputs must return a list, not 3",
        ),
        ("absent", HOOK.format("None"), "dreamgen_effects must return a list, not None"),
        ("lazily", HOOK.format("(x for x in [])"), "must return a list, not <generator object"),
        ("tabled", HOOK.format("{'x': 'y'}"), "must return a list, not {'x': 'y'}"),
        ("texted", HOOK.format("'x'"), "must return a list, not 'x'"),
        ("lonely", HOOK.format("Entry('x', 'a:B', '')"), "must return a list, not Entry(name='x'"),
        ("spaced", HOOK.format("[Entry('a b', 'a:B', '')]"), "offers 'a b', which is not a valid"),
        ("shouted", HOOK.format("[Entry('Ab', 'a:B', '')]"), "offers 'Ab', which is not a valid"),
        ("unnamed", HOOK.format("[Entry('', 'a:B', '')]"), "offers '', which is not a valid name"),
        ("beeped", HOOK.format("[Entry('a\\x1bb', 'a:B', '')]"), r"offers 'a\x1bb', which is not"),
        ("newlined", HOOK.format("[Entry('ab\\n', 'a:B', '')]"), r"offers 'ab\n', which is not"),
        (
            "typed",
            HOOK.format("[Entry('x', Effect, '')]"),
            "must return Entry(name, 'module:Class'",
        ),
        ("long", HOOK.format("[Entry('x' * 9999 + '!', 'a:B', '')]"), "xxx..., which is not"),
        (
            "singular",
            "from dreamgen import hookimpl\n@hookimpl\ndef dreamgen_effect(): return []",
            "there is no hook dreamgen_effect (did you mean dreamgen_effects",
        ),
        (
            "unmarked",
            "def dreamgen_effects(): return []",
            "the hook dreamgen_effects needs the decorator @hookimpl",
        ),
        (
            "awaited",
            "from dreamgen import hookimpl\n@hookimpl\nasync def dreamgen_effects(): return []",
            "must return a list, not <coroutine",
        ),
        ("exits", "import sys; sys.exit('bye')", "SystemExit: bye"),
        ("based", "class Odd(BaseException): pass\nraise Odd('x')", "Odd: x"),
        ("mute", "class Odd(Exception):\n  def __str__(self): 1 / 0\nraise Odd", "Odd"),
        ("verbose", "raise ValueError('no\\n' * 9999)", "ValueError: no no no"),
        ("deep", "def f(): f()\nf()", "RecursionError: maximum recursion depth"),
        ("version", "dreamgen_api = 1.0", 'dreamgen_api must be a version such as "1.1", not 1.0'),
        (
            "folderless",
            """
            from dreamgen import hookimpl
            @hookimpl
            def dreamgen_presets(): return ["/no/such/folder"]
            """,
            "must return folders, and '/no/such/folder' is not one",
        ),
    ],
)
def test_a_broken_plugin_is_reported_and_the_rest_works(tmp_path, module, source, words):
    problem = problem_of(write(tmp_path, module, source))
    assert words in problem
    assert problem.isprintable()
    assert len(problem) < 400


@pytest.mark.parametrize("version", ["1.2", "2"])
def test_a_plugin_for_a_newer_hook_api_is_reported_and_the_rest_works(tmp_path, version):
    # It also uses a hook that only the newer API has: the version is what its author must hear of.
    source = f"""
        from dreamgen import hookimpl
        dreamgen_api = "{version}"
        @hookimpl
        def dreamgen_holograms(): return []
    """
    problem = problem_of(write(tmp_path, f"newer_{version[0]}", source))
    shown = version if "." in version else f"{version}.0"
    assert problem == (
        f"it is written for hook API {shown}, and this dreamgen has 1.1: update dreamgen"
    )


def test_the_old_name_of_a_hook_works_and_names_the_new_one(tmp_path):
    source = """
        from dreamgen import Entry, hookimpl
        @hookimpl
        def dreamgen_finishes(): return [Entry("sepia", "old_hook:Sepia", "brown")]
    """
    path = write(tmp_path, "old_hook", source)
    with pytest.warns(DeprecationWarning, match="dreamgen_finishes is now dreamgen_effects"):
        plugin = discover([path], installed=False)[-1]
    assert [entry.name for entry in plugin.offers["effects"]] == ["sepia"]
    assert plugin.deprecated == ["the hook dreamgen_finishes is now dreamgen_effects"]


@pytest.mark.filterwarnings("ignore:the hook dreamgen_finishes:DeprecationWarning")
def test_a_plugin_may_have_both_names_of_a_hook_for_older_releases(tmp_path):
    source = """
        from dreamgen import Entry, hookimpl
        @hookimpl
        def dreamgen_effects(): return [Entry("sepia", "both_hooks:Sepia", "brown")]
        dreamgen_finishes = hookimpl(lambda: dreamgen_effects())
    """
    plugin = discover([write(tmp_path, "both_hooks", source)], installed=False)[-1]
    assert plugin.problem == ""
    assert [entry.name for entry in plugin.offers["effects"]] == ["sepia"]


def test_a_plugin_can_be_switched_off(tmp_path, monkeypatch):
    path = write(tmp_path, "switched_off", GOOD, name="halve")
    monkeypatch.setenv("DREAMGEN_PLUGINS_DISABLED", "other, Switched_Off")
    assert discover([path], installed=False)[-1].disabled


def test_a_missing_plugin_file_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="there is no such file"):
        discover([tmp_path / "absent.py"], installed=False)


def test_two_plugins_of_one_name_are_both_named_and_both_reachable(tmp_path):
    files = [write(tmp_path, name, GOOD, name="halve") for name in ("first", "second")]
    registry = Registry(discover(files, installed=False))
    with pytest.raises(BadInput, match="first and second"):
        registry.find("regularisers", "halve")
    assert registry.find("regularisers", "second/halve")[0].name == "second"
    assert "write second/halve" in registry.clashes["second"][0]


def test_a_builtin_keeps_its_name(tmp_path):
    path = write(tmp_path, "thief", GOOD, name="blur")
    registry = Registry(discover([path], installed=False))
    assert registry.find("regularisers", "blur")[0].origin == "built in"
    assert registry.find("regularisers", "thief/blur")[0].name == "thief"
    assert registry.clashes["thief"] == [
        "regulariser 'blur' is offered by dreamgen too: write thief/blur"
    ]


def test_a_component_that_cannot_be_imported_names_its_plugin(tmp_path):
    source = """
        from dreamgen import Entry, hookimpl
        @hookimpl
        def dreamgen_outputs(): return [Entry("lost", "nowhere.at.all:Lost", "")]
    """
    registry = Registry(discover([write(tmp_path, "lazy", source)], installed=False))
    with pytest.raises(BadInput, match=r"of plugin lazy cannot be imported.*plugins disable lazy"):
        registry.load("outputs", "lost")


@pytest.mark.parametrize("target", ["Halve", "dreamgen_regularisers"])
def test_a_class_of_another_kind_names_its_plugin_and_what_it_should_be(tmp_path, target):
    source = (
        GOOD
        + f"""
    @hookimpl
    def dreamgen_outputs(): return [Entry("odd", "odd_{target.lower()}:{target}", "")]
    """
    )
    path = write(tmp_path, f"odd_{target.lower()}", source, name="halve")
    registry = Registry(discover([path], installed=False))
    with pytest.raises(BadInput, match=r"of plugin odd-.* is not a subclass of dreamgen\.Output"):
        registry.build("outputs", read_call("odd"), "output")


def test_a_file_named_twice_is_one_plugin(tmp_path, monkeypatch):
    path = write(tmp_path, "repeated", GOOD, name="halve")
    monkeypatch.chdir(tmp_path)
    found = discover([path, Path("repeated.py"), path], installed=False)
    assert [plugin.problem for plugin in found] == ["", ""]
    assert found[1].name == "repeated"


def test_unknown_names_get_the_nearest(registry):
    with pytest.raises(BadInput, match=r"no regulariser 'jiter' .did you mean jitter"):
        registry.find("regularisers", "jiter")


def test_every_builtin_entry_can_be_loaded(registry):
    from dreamgen.plugins.discovery import KINDS

    for kind in KINDS:
        for plugin, entry in registry.entries(kind):
            assert registry.load(kind, f"{plugin.name}/{entry.name}").__doc__, entry
            assert entry.summary


@pytest.mark.parametrize("name", ["json", "timm", "sqlite3", "glob"])
def test_a_file_may_not_hide_a_module_that_others_import(tmp_path, name):
    path = write(tmp_path, name, GOOD, name="halve")
    before = sys.modules.get(name)
    assert problem_of(path).startswith(
        f"ImportError: there is another module named {name!r} already"
    )
    assert sys.modules.get(name) is before


def test_a_file_that_fails_can_be_mended_and_loaded_again(tmp_path):
    path = write(tmp_path, "mended", "raise RuntimeError('no')")
    assert "no" in problem_of(path)
    assert "mended" not in sys.modules
    write(tmp_path, "mended", GOOD, name="halve")
    assert discover([path], installed=False)[-1].works


def test_a_plugin_without_a_version_works_and_is_told_so(tmp_path):
    plugin = discover([write(tmp_path, "ageless", GOOD, name="halve")], installed=False)[-1]
    assert plugin.works
    assert plugin.notes == ['it names no dreamgen_api, and is taken for one of "1.1"']


def test_what_a_plugin_imports_at_every_start_is_noted(tmp_path):
    heavy = write(tmp_path, "weighty", "import time, plotly\ntime.sleep(0.05)\n" + EMPTY)
    sys.modules.pop("plotly", None)
    (tmp_path / "plotly.py").write_text("")
    sys.path.insert(0, str(tmp_path))
    try:
        plugin = discover([heavy], installed=False)[-1]
    finally:
        sys.path.remove(str(tmp_path))
        sys.modules.pop("plotly", None)
    assert plugin.problem == ""
    assert plugin.heavy == ("plotly",)
    assert plugin.seconds >= 0.05
    (remark,) = [x for x in list_remarks(plugin, Registry([plugin])) if x.startswith("SLOW")]
    assert "s at every start, for it imports plotly: import that inside the methods" in remark


def test_a_plugin_in_a_zip_file_works_but_its_folders_are_none(tmp_path, monkeypatch):
    archive = tmp_path / "zipped.zip"
    good = textwrap.dedent(GOOD).replace("{name}", "halve")
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("zipped_one/__init__.py", "")
        file.writestr("zipped_one/plugin.py", good.replace("{module}", "zipped_one.plugin"))
        file.writestr("zipped_two.py", EMPTY + PRESETS)
    monkeypatch.syspath_prepend(str(archive))
    plugin = load_module(importlib.import_module("zipped_one.plugin"))
    assert Registry([plugin]).load("regularisers", "halve").__name__ == "Halve"
    plugin = load_module(importlib.import_module("zipped_two"))
    assert "dreamgen_presets must return folders, and" in plugin.problem
