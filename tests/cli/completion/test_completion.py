"""What the shell completes, through typer's own protocol for it."""

from __future__ import annotations

import pytest

from dreamgen.cli.completion import layers as layers_room
from dreamgen.cli.completion.parameters import list_parameters
from dreamgen.plugins.discovery import KINDS


def protocol(line: str) -> dict[str, str]:
    """Return the variables by which bash asks what may stand at the end of a line."""
    words = line.split(" ")
    return {
        "_DREAMGEN_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }


@pytest.fixture
def tab(user):
    """Press the tabulator at the end of a line: return what is offered."""

    def press(line: str, **more) -> list[str]:
        done = user.types(**protocol(line), **more)
        assert done.stderr == b""
        return done.stdout.decode().split()

    return press


def test_in_a_process_of_its_own(shell):
    assert shell.gets(**protocol("dreamgen render --preset was")).split() == ["washed"]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("rend", ["render"]),
        ("presets was", ["washed"]),
        ("render --preset was", ["washed"]),
        ("render sample:r", ["sample:rex"]),
        ("render --backbone torchvision(goo", ["torchvision(googlenet)"]),
        ("render --layer layer4", ["layer4.0", "layer4.1"]),
        ("render --effect kal", ["kaleidoscope"]),
        ("render --objective 0.5*layer(2)+chan", ["0.5*layer(2)+channel"]),
        ("render --objective channel(layer4", ["channel(layer4.0", "channel(layer4.1"]),
        ("render --objective channel(layer=layer4.1", ["channel(layer=layer4.1"]),
        ("render --objective chanel(l", []),
        ("render --effect kaleidoscope(m", ["kaleidoscope(mirrors="]),
        ("render --output gif(palette=global,lo", []),
        ("render --set octaves.c", ["octaves.count="]),
        ("config set octaves.c", ["octaves.count"]),
        ("config set qui", ["quiet"]),
        ("components recipe.z", ["recipe.zoom"]),
        ("concepts bestiary peac", ["peacock", "peacock_feather"]),
        ("render --objective ", None),
    ],
)
def test_names_are_completed(tab, line, offered):
    found = tab(f"dreamgen {line}")
    assert found == offered if offered is not None else {"layer", "concept"} <= set(found)


def test_networks_and_layers_by_number(tab):
    assert "resnet18" in tab("dreamgen layers resnet1")
    assert tab("dreamgen render --layer ")[:8] == [str(number) for number in range(1, 9)]


def test_files_are_completed_where_names_are_too(tab, user):
    for name in ("mine.toml", "noise.png", "sample.jpg"):
        (user.folder / name).write_text("")
    assert tab("dreamgen render --preset mi") == ["mine.toml"]
    assert tab(f"dreamgen render --preset {user.folder}/m") == [f"{user.folder}/mine.toml"]
    assert tab("dreamgen render noi") == ["noise", "noise.png"]
    assert tab("dreamgen render ") == []  # the shell offers files


def test_layers_are_those_of_the_network_that_was_typed(tab, user, monkeypatch):
    cache = {"XDG_CACHE_HOME": str(user.folder / "cache")}
    line = "dreamgen render --backbone test_vit --layer blocks.1"
    assert tab(line, **cache) == ["blocks.1"]
    monkeypatch.setattr(layers_room, "_build", lambda backbone: pytest.fail("built again"))
    assert tab(line, **cache) == ["blocks.1"]
    monkeypatch.undo()
    assert tab("dreamgen render --backbone nosuchnet --layer b", **cache) == []


def test_parameters_are_read_from_the_source(registry):
    """With those that are inherited, for every component that is built in."""
    for kind in KINDS:
        for _, entry in registry.entries(kind) if kind != "commands" else ():
            fields = registry.load(kind, entry.name).model_fields
            assert set(list_parameters(entry.target)) == set(fields), entry.name
    assert list_parameters("dreamgen.objectives.channel:Channel")[:2] == ["layer", "channel"]
    assert list_parameters("nowhere:Nothing") == []
