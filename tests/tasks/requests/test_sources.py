import pytest

from dreamgen.errors import BadInput
from dreamgen.tasks.requests.sources import Sources, is_many


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photos" / "deep").mkdir(parents=True)
    for name in ("b.png", "a.jpg", ".hidden.png", "deep/c.png", "odd[1].png"):
        (tmp_path / "photos" / name).write_bytes(b"")


def found(*words, listed=()):
    return list(Sources(words, listed))


def test_a_folder_is_its_own_files_by_name_without_hidden_ones_and_folders():
    assert found("photos") == ["photos/a.jpg", "photos/b.png", "photos/odd[1].png"]


def test_two_stars_reach_into_folders():
    assert found("photos/**/*.png") == ["photos/b.png", "photos/deep/c.png", "photos/odd[1].png"]


def test_a_file_may_have_a_globs_letters_in_its_name():
    assert found("photos/odd[1].png") == ["photos/odd[1].png"]
    assert not is_many(["photos/odd[1].png"])


def test_what_is_no_file_stays_a_name_and_fails_later():
    assert found("missing.png", "noise", "sample:rex") == ["missing.png", "noise", "sample:rex"]


def test_a_glob_without_a_file_is_refused():
    with pytest.raises(BadInput, match=r"no file is photos/\*\.gif"):
        found("photos/*.gif")


def test_a_dash_is_a_list_that_is_read_as_far_as_it_is_needed():
    read = []

    def lines():
        for number in range(1000):
            read.append(number)
            yield f"{number} x.png\n"

    sources = Sources(("photos/a.jpg", "-"), lines())
    names = iter(sources)
    assert [next(names) for _ in range(3)] == ["photos/a.jpg", "0 x.png", "1 x.png"]
    assert len(read) == 2
    assert sources.count() is None


def test_inputs_are_counted():
    assert Sources(("photos", "noise")).count() == 4


@pytest.mark.parametrize(
    ("words", "many"),
    [([], False), (["a.jpg"], False), (["a", "b"], True), (["photos"], True), (["*.jpg"], True)],
)
def test_what_counts_as_many(words, many):
    assert is_many(words) is many


def test_a_folder_that_is_one_input_stays_a_name():
    def is_whole(folder):
        return folder.name == "photos"

    assert list(Sources(("photos", "photos/deep"), is_whole=is_whole)) == [
        "photos",
        "photos/deep/c.png",
    ]
    assert not is_many(["photos"], is_whole)
    assert is_many(["photos/deep"], is_whole)
