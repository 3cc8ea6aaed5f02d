"""Presets find their files beside themselves, and every recipe that is printed is a preset."""

from __future__ import annotations

import pytest

from dreamgen.errors import BadInput
from dreamgen.recipe.call import Call
from dreamgen.recipe.composing import compose, compose_request
from dreamgen.recipe.presets import read_preset


def write_files(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")


def test_files_of_a_preset_lie_beside_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path, "a/photo.jpg", "a/b/sky.png", "a/leaves.jpg", "a/net.pth", "a/owl")
    (tmp_path / "a" / "mine.toml").write_text(
        """
        input = "photo.jpg"
        mask = "b/sky.png"
        backbone = "file(net.pth)"
        weights = "net.pth"
        objective = "guide(leaves.jpg) + 0.5*concept(owl)"
        zoom.transition = ["guide('leaves.jpg', size=64)"]
        loader = {chart = "none.json"}
        """
    )
    recipe = compose(read_preset("a/mine.toml", {}))
    assert (recipe.input, recipe.mask) == ("a/photo.jpg", "a/b/sky.png")
    assert (recipe.backbone, recipe.weights) == ('file("a/net.pth")', "a/net.pth")
    assert [term.call for term in recipe.objective] == [
        Call("guide", ("a/leaves.jpg",)),
        Call("concept", ("owl",)),
    ]
    assert recipe.zoom.transition[0][0].call.args == ("a/leaves.jpg",)
    assert recipe.loader.params == {"chart": "none.json"}


def test_a_preset_in_the_working_directory_keeps_its_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path, "photo.jpg")
    (tmp_path / "mine.toml").write_text('input = "photo.jpg"\nmask = "/dev/none.png"')
    recipe = compose(read_preset("mine.toml", {}))
    assert (recipe.input, recipe.mask) == ("photo.jpg", "/dev/none.png")


def test_what_the_user_types_is_no_file_of_the_preset(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path, "a/photo.jpg", "a/sky.png")
    (tmp_path / "a" / "mine.toml").write_text('input = "photo.jpg"')
    typed = [("--mask", {"mask": "sky.png"})]
    recipe = compose_request("photo.jpg", "a/mine.toml", typed, {}, moving=False)
    assert (recipe.input, recipe.mask) == ("photo.jpg", "sky.png")


@pytest.mark.parametrize("moving", [False, True])
def test_the_recipe_that_is_printed_is_a_preset(tmp_path, registry, moving):
    path = tmp_path / "again.toml"
    for name in registry.presets:
        recipe = compose_request(None, name, [], registry.presets, moving)
        path.write_text(recipe.to_toml({"dreamgen": "1.0", "threads": 2, "frames": 120}))
        again = compose_request(None, str(path), [], {}, moving)
        assert again.model_dump() == recipe.model_dump(), name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_presets_are_read_as_shells_and_editors_write_them(tmp_path, encoding):
    path = tmp_path / "a.toml"
    path.write_bytes('summary = "ä"\r\nsteps = 3\r\n'.encode(encoding))
    recipe = compose(read_preset(str(path), {}))
    assert (recipe.summary, recipe.steps) == ("ä", 3)


@pytest.mark.parametrize("name", ["a\0.toml", "x" * 300 + ".toml", "no/such.toml", "x" * 9000])
def test_odd_names_are_refused_in_one_sentence(name):
    with pytest.raises(BadInput) as refusal:
        read_preset(name, {})
    assert len(str(refusal.value)) < 500


def test_who_extends_what_is_missing_is_named(tmp_path):
    (tmp_path / "a.toml").write_text('extends = "b.toml"')
    (tmp_path / "b.toml").write_text('extends = "clasic"')
    with pytest.raises(BadInput, match=r"^preset b.toml: extends: there is no preset 'clasic'"):
        read_preset(str(tmp_path / "a.toml"), {"classic": tmp_path / "a.toml"})


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"mask": "-"}, "mask = '-': standard input is for the input alone"),
        ({"weights": ""}, "weights = '': must not be empty"),
        ({"protect": " "}, "protect = ' ': must not be empty"),
    ],
)
def test_files_have_names(values, said):
    with pytest.raises(BadInput, match=f"src: {said}"):
        compose([("src", values)])


def test_a_folder_beside_a_preset_is_named_with_a_slash(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path, "a/leaves/one.jpg")
    (tmp_path / "a" / "mine.toml").write_text("objective = \"style('leaves/') + 0.5*layer('no/')\"")
    ((_, values),) = read_preset("a/mine.toml", {})
    assert values["objective"] == 'style("a/leaves/") + 0.5*layer("no/")'
