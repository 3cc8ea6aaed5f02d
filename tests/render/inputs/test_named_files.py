from dreamgen import Permissions
from dreamgen.recipe.composing import compose
from dreamgen.render.inputs.named_files import find_named_files


def test_files_of_every_kind_are_found_and_words_are_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fires").mkdir()
    for name in ("a.png", "mask", "style.png", "net.pth", "fires/1.png", "fires/.2.png"):
        (tmp_path / name).write_bytes(b"")
    for name in ("noise", "random", "bestiary", "fire"):  # a class is called so, and a file too
        (tmp_path / name).write_bytes(b"")
    objective = "logit(fire) + guide('style.png') + guide('fires/') + guide('missing.png')"
    values = {"input": "a.png", "mask": "mask", "backbone": "file(net.pth)", "objective": objective}
    recipe = compose([("test", values)])
    found = find_named_files(recipe, Permissions())
    told = {name: [str(path) for path in paths] for name, paths in found.items()}
    assert told == {
        "a.png": ["a.png"],
        "mask": ["mask"],
        "net.pth": ["net.pth"],
        "style.png": ["style.png"],
        "fires/": ["fires/1.png"],
    }
    film = compose([("test", {"input": "fires/", "film": {}, "mask": "mask"})])
    frames = [tmp_path / "fires/.2.png", tmp_path / "fires/1.png"]  # its digest is of them all
    assert [path.resolve() for path in find_named_files(film, Permissions())["fires/"]] == frames
    foreign = Permissions(read_files=False, files=frozenset(["style.png"]))
    assert set(find_named_files(recipe, foreign)) == {"a.png", "style.png"}
    assert find_named_files(compose([("test", {"input": "noise"})]), Permissions()) == {}
