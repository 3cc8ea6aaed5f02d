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


def test_the_target_of_a_link_is_written_and_keeps_its_permissions(tmp_path):
    folder = tmp_path / "far"
    folder.mkdir()
    target, link = folder / "a.txt", tmp_path / "link.txt"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(folder.iterdir()) == [target]


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "a disk without them"])
def test_a_file_that_may_not_be_replaced_stays(tmp_path, monkeypatch, links):
    if not links:

        def refuse(*args):
            raise OSError(95, "Operation not supported")

        monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)
    path, draft = tmp_path / "a.txt", tmp_path / "draft"
    draft.write_bytes(b"new")
    path.write_bytes(b"old")
    with pytest.raises(FileExistsError):
        move_into_place(draft, path, overwrite=False)
    assert path.read_bytes() == b"old"
    path.unlink()
    move_into_place(draft, path, overwrite=False)
    assert (path.read_bytes(), draft.exists()) == (b"new", False)


def test_a_name_as_long_as_the_disk_allows(tmp_path):
    path = tmp_path / ("ü" * 125 + ".png")
    write_atomically(path, b"x")
    assert list(tmp_path.iterdir()) == [path]
