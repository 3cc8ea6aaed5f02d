"""What is offered by plugins that work, do not work, or share their names with others."""

from __future__ import annotations

import textwrap
import warnings

import pytest

from dreamgen.errors import BadInput, InputWarning
from dreamgen.plugins.discovery import discover
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.presets import read_preset
from dreamgen.recipe.schema import Recipe
from dreamgen.render.find_backbone import find_backbone
from dreamgen.render.inputs.loading import load_picture
from dreamgen.render.permissions import Permissions
from dreamgen.render.saving.save import find_output

GLOW = """
    from pathlib import Path
    from dreamgen import Effect, Entry, hookimpl

    {before}
    @hookimpl
    def dreamgen_effects():
        return [Entry("shine", __name__ + ":Shine", "x"), Entry("halo", __name__ + ":Halo", "x")]

    @hookimpl
    def dreamgen_presets():
        return [Path(__file__).parent / "{folder}"]

    @hookimpl
    def dreamgen_commands():
        return [Entry("polish", __name__ + ":polish", "x")]
"""


def write(folder, name, before="", presets=()):
    (folder / f"{name}_presets").mkdir()
    for preset in presets:
        (folder / f"{name}_presets" / f"{preset}.toml").write_text(f'summary = "{name}"\n')
    path = folder / f"{name}.py"
    text = textwrap.dedent(GLOW).replace("{folder}", f"{name}_presets")
    path.write_text(text.replace("{before}", before))
    return path


def registry_of(*files, disabled=()):
    return Registry(discover(files, installed=False, disabled=disabled))


@pytest.fixture(params=["broken", "off"])
def absent(request, tmp_path):
    """A registry with a plugin that offers nothing, and what is to be said of it."""
    if request.param == "off":
        path = write(tmp_path, "glow_off", presets=["dusk"])
        told = "which is switched off: `dreamgen plugins enable glow-off` switches it on"
        return registry_of(path, disabled=["glow-off"]), f"belongs to plugin glow-off, {told}"
    path = write(tmp_path, "glow_broken", "raise RuntimeError('no luck')", presets=["dusk"])
    told = "which is broken: RuntimeError: no luck"
    return registry_of(path), f"belongs to plugin glow-broken, {told}"


@pytest.mark.parametrize(
    ("kind", "name"), [("effects", "shine"), ("effects", "halo"), ("commands", "polish")]
)
def test_what_an_absent_plugin_offers_is_told_with_why(absent, kind, name):
    registry, told = absent
    with pytest.raises(BadInput) as said:
        registry.find(kind, name)
    assert str(said.value) == f"{kind[:-1]} {name!r} {told}"
    owner = registry.plugins[-1].name
    with pytest.raises(BadInput, match=f"{kind[:-1]} 'x' belongs to plugin {owner}, which is"):
        registry.find(kind, f"{owner}/x")


def test_a_preset_of_an_absent_plugin_is_told_with_why(absent):
    registry, told = absent
    with pytest.raises(BadInput) as said:
        read_preset("dusk", registry.presets)
    assert str(said.value) == f"preset 'dusk' {told}"


def test_an_unknown_name_tells_which_plugins_are_missing(absent):
    registry, _ = absent
    with pytest.raises(BadInput, match=r"no effect 'glitter'.*not working: plugin glow-"):
        registry.find("effects", "glitter")


def test_a_plugin_that_is_off_is_not_run_to_say_so(tmp_path):
    path = write(tmp_path, "glow_unrun", f"open({str(tmp_path / 'ran')!r}, 'w')")
    with pytest.raises(BadInput, match="glow-unrun, which is switched off"):
        registry_of(path, disabled=["glow-unrun"]).find("effects", "shine")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("text", ["def (:", "x = '\0'", "caf\udce9", "(" * 5000])
def test_a_source_that_cannot_be_read_offers_nothing(tmp_path, text):
    path = tmp_path / "unread.py"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadInput, match=r"no effect 'shine'.*not working: plugin unread"):
        registry_of(path).find("effects", "shine")


def test_presets_of_one_name_are_reachable_by_their_plugins(tmp_path):
    one = write(tmp_path, "glow_one", presets=["classic", "dusk", "only"])
    two = write(tmp_path, "glow_two", presets=["dusk"])
    registry = registry_of(one, two)

    def summary(name):
        return read_preset(name, registry.presets)[-1][1]["summary"]

    assert summary("classic") == summary("dreamgen/classic") != "glow_one"
    assert summary("glow-one/classic") == summary("only") == "glow_one"
    assert summary("glow-two/dusk") == "glow_two"
    with pytest.raises(
        BadInput, match=r"'dusk' is offered by glow-one and glow-two; write glow-one"
    ):
        summary("dusk")
    with pytest.raises(BadInput, match=r"there is no preset 'onyl' .did you mean only"):
        summary("onyl")
    assert (
        "preset 'classic' is offered by dreamgen too: write glow-one/classic"
        in (registry.clashes["glow-one"])
    )
    assert (
        "preset 'dusk' is offered by glow-one too: write glow-two/dusk"
        in (registry.clashes["glow-two"])
    )


LOST = """
    from dreamgen import Entry, hookimpl

    def lost(): return [Entry("lost", "nowhere_{name}.at.all:Lost", "x")]

    @hookimpl
    def dreamgen_outputs(): return lost()
    @hookimpl
    def dreamgen_loaders(): return lost()
    @hookimpl
    def dreamgen_backbones(): return lost()
"""


def test_a_class_that_cannot_be_imported_is_passed_over_where_nobody_asked_for_it(tmp_path):
    path = tmp_path / "losing.py"
    path.write_text(textwrap.dedent(LOST).replace("{name}", "losing"))
    registry = registry_of(path)
    assert "loader lost: there is no module nowhere_losing.at.all" in registry.plugins[-1].notes
    with pytest.warns(InputWarning, match="output lost of plugin losing cannot be imported"):
        assert find_output(Recipe(), tmp_path / "a.png", registry).suffixes[0] == ".png"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert find_backbone("resnet18", registry).list_names("resnet18") == ["resnet18"]
    from dreamgen.loaders.base import Source

    with (
        pytest.warns(InputWarning, match="loader lost of plugin losing cannot be imported"),
        pytest.raises(BadInput, match=r"x\.bin is of a kind that dreamgen does not know"),
    ):
        load_picture(Source(b"\0junk", "x.bin"), Recipe(), registry, Permissions())


def test_presets_are_listed_by_name_a_shorter_one_before_what_continues_it(tmp_path):
    path = write(tmp_path, "glow_ordered", presets=["dusk-late", "dusk", "dawn"])
    (plugin,) = [one for one in discover([path], installed=False) if one.name == "glow-ordered"]
    assert [preset.stem for preset in plugin.list_presets()] == ["dawn", "dusk", "dusk-late"]
