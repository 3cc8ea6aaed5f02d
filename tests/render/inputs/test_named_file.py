"""Whether a named file is there, and is one."""

from __future__ import annotations

import os
import stat

import pytest

from dreamgen.errors import BadInput
from dreamgen.render.inputs.named_file import check_named_file


def test_a_file_and_a_pipe_are_there(tmp_path):
    (tmp_path / "a.txt").write_text("here")
    os.mkfifo(tmp_path / "pipe")
    assert stat.S_ISREG(check_named_file(str(tmp_path / "a.txt")))
    assert stat.S_ISFIFO(check_named_file(str(tmp_path / "pipe")))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sonq.wav", r"^there is no file sonq\.wav \(did you mean song\.wav\?\)$"),
        ("rexx", r"^there is no file rexx \(did you mean rex\?\)$"),
        ("nowhere/song.mp3", r"^there is no file nowhere/song\.mp3 \(did you mean song\.wav\?\)$"),
        ("song.wav/a", r"^song\.wav/a cannot be read: Not a directory$"),
        (".", r"^\. is a folder, not a file$"),
        ("/dev/null", "^/dev/null is a device, not a file; give"),
        ("", "^'' is no file's name$"),
        ("a\0b", "is no file's name"),
    ],
)
def test_what_is_none_is_one_sentence(tmp_path, monkeypatch, name, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "song.wav").write_text("")
    with pytest.raises(BadInput, match=said):
        check_named_file(name, ["rex"])
