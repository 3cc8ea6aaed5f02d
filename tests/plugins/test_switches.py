"""The user's file of plugins that are switched off, whatever state it is in."""

from __future__ import annotations

import pytest

from dreamgen.errors import BadInput, InputWarning
from dreamgen.plugins import switches
from dreamgen.plugins.discovery import discover


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(switches, "find_config_folder", lambda: tmp_path / "config")
    monkeypatch.setenv(switches.DISABLED_VARIABLE, "of-variable")
    return tmp_path / "config"


def test_what_is_written_is_read_and_the_variable_adds_to_it(folder):
    switches.write_disabled({"glow"})
    assert switches.list_disabled() == {"glow", "of-variable"}


@pytest.mark.parametrize("state", ["no text", "a folder", "under a file"])
def test_a_file_that_cannot_be_read_is_told_and_switches_nothing_off(folder, state):
    if state == "under a file":
        folder.write_text("a file")
    else:
        folder.mkdir()
        path = folder / "disabled.txt"
        path.mkdir() if state == "a folder" else path.write_bytes(b"glow\n\xff\xfe\n")
    with pytest.warns(
        InputWarning, match=r"disabled\.txt cannot be read: .*; no plugin is taken as"
    ):
        assert switches.list_disabled() == {"of-variable"}
    with pytest.warns(InputWarning, match="no plugin is taken as switched off"):
        assert discover(installed=False)[0].works
    # Who would change the file is stopped: what it holds would be lost.
    with pytest.raises(BadInput, match=r"disabled\.txt cannot be read"):
        switches.read_disabled_file()
