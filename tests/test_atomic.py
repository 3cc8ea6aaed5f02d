import pytest

from dreamgen.atomic import move_into_place, temporary_path, write_atomically


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "a.txt"
    for data in (b"old", b"new"):
        write_atomically(path, data)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_leaves_the_old_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_temporary_path_is_free_has_the_suffix_and_is_gone_at_the_end(tmp_path):
    path, work = tmp_path / "a.gif", tmp_path / "work"
    work.mkdir()
    with temporary_path(path, work) as draft:
        assert (draft.suffix, draft.parent, draft.exists()) == (".gif", work, False)
        draft.write_bytes(b"x")
        move_into_place(draft, path)
    assert path.read_bytes() == b"x"
    with temporary_path(path) as draft:
        draft.write_bytes(b"y")  # and nobody moves it
    assert sorted(tmp_path.iterdir()) == [path, work]
