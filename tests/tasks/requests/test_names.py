from pathlib import Path

import pytest

from dreamgen.errors import BadInput
from dreamgen.recipe.schema import Recipe
from dreamgen.tasks.requests.names import Names, template_of


def name(template, source="photos/rex.jpg", preset=None, varied=(), number=0, **recipe):
    names = Names(template, set())
    return str(names.of(source, Recipe(**recipe), preset, dict(varied), number))


def test_fields_are_filled_in():
    made = name("{stem}-{preset}-{seed}-{octaves.count}.png", preset="my/reptile.toml", seed=3)
    assert made == "rex-reptile-3-5.png"
    assert name("{number:04}.png", number=11) == "0012.png"
    assert name("{{{stem}}}.png") == "{rex}.png"


def test_what_varies_is_named_as_it_was_typed():
    made = name("{stem}{varied}.png", varied={"layer": "3", "seed": "7"})
    assert made == "rex-layer-3-seed-7.png"


def test_a_value_never_leaves_its_folder():
    assert name("out/{stem}.png", source="..") == "out/...png"
    assert Path(name("out/{layer}.png", layer="../../x")).parent == Path("out")


def test_results_of_one_name_are_numbered_in_the_order_in_which_they_are_named():
    names = Names("{stem}.png", set())
    inputs = ["a/x.png", "b/x.jpg", "c/x.gif", "y.png"]
    made = [str(names.of(source, Recipe(), None, {}, 0)) for source in inputs]
    assert made == ["x.png", "x-2.png", "x-3.png", "y.png"]


def test_without_a_memory_nothing_is_numbered():
    names = Names("{stem}.png")
    assert names.of("x", Recipe(), None, {}, 0) == names.of("x", Recipe(), None, {}, 1)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{sede}.png", "did you mean seed"),
        ("{stem.png", "braces do not pair"),
        ("{seed:04}.png", "only {number} takes a format"),
        ("{number:zz}.png", "'zz' is no format"),
        ("{}.png", "there is no {}"),
    ],
)
def test_a_wrong_template_is_one_sentence(template, said):
    with pytest.raises(BadInput, match=said):
        Names(template)


def test_a_preset_that_varies_is_the_one_of_the_name():
    names = Names("{preset}{varied}.png", set(), ["preset", "seed"])
    varied = {"preset": "washed", "seed": "2"}
    assert str(names.of("cat.jpg", Recipe(seed=2), None, varied, 0)) == "washed-seed-2.png"


def test_a_place_is_a_folder_a_template_or_one_files_name(tmp_path):
    assert template_of(tmp_path, ".png") == f"{tmp_path}/{{stem}}-{{preset}}{{varied}}.png"
    assert template_of(None, ".gif") == "{stem}-{preset}{varied}.gif"
    assert template_of(Path("a/{seed}.png"), ".gif") == "a/{seed}.png"
    assert template_of(Path("a.png"), ".gif", is_one=True) == "a.png"
    with pytest.raises(BadInput, match="a folder, or a template"):
        template_of(Path("a.png"), ".gif")
    with pytest.raises(BadInput, match=r'such as "a-{stem}-{seed}\.png"; or a page$'):
        template_of(Path("a.png"), ".gif", varied=["seed"], advice="; or a page")


def test_a_folder_with_braces_in_its_name_is_a_folder():
    template = template_of(Path("a.b"), ".png", is_one=True)
    assert template == "a.b"
