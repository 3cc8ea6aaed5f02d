import itertools
import tracemalloc

import numpy as np
import pytest

from dreamgen.errors import BadInput
from dreamgen.recipe.renamed import RenamedKey
from dreamgen.tasks.grid.axis import read_axes, read_axis
from dreamgen.tasks.grid.combinations import Variants, product
from dreamgen.tasks.grid.lookup import read_numbers
from dreamgen.tasks.grid.write_axes import write_axes


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("seed=1..4", [1, 2, 3, 4]),
        ("seed=1-3, 7", [1, 2, 3, 7]),
        ("layer=3,6,stage2", [3, 6, "stage2"]),
        ("size=64x48,A5", ["64x48", "A5"]),
        ("steps=8:32:4", [8, 16, 24, 32]),
        ("zoom.loop=true,false", [True, False]),
        ("objective=channel(3, 1),layer(2) + layer(3)", ["channel(3, 1)", "layer(2) + layer(3)"]),
        ("regulariser=[jitter, blur(start=2)],[],tv", [["jitter", "blur(start=2)"], [], "tv"]),
        ("concept=owl,skull", ["concept(owl)", "concept(skull)"]),
    ],
)
def test_values(text, values):
    assert [choice.value for choice in read_axis(text)] == values


def test_evenly_spaced_numbers_have_both_ends():
    values = [choice.value for choice in read_axis("step_size=0.5:1.7:5")]
    assert np.allclose(values, np.linspace(0.5, 1.7, 5))


def test_numbers_are_only_as_precise_as_tells_them_apart():
    texts = [choice.text for choice in read_axis("step_size=0.5:1.5:4")]
    assert texts == ["0.5", "0.833", "1.167", "1.5"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("octaves=2,3", "octaves.count"),
        ("octave-ratio=1.2,1.4", "octaves.ratio"),
        ("optimiser.step=1,2", "optimiser.step"),
        ("effect=none", "effects"),
        ("channel=6:all", "objective"),
        ("preset=a,b", "preset"),
    ],
)
def test_keys_are_named_as_on_the_command_line(text, key):
    assert read_axis(text).key == key


def test_an_old_name_is_understood_with_a_warning():
    with pytest.warns(RenamedKey, match="step_size"):
        assert read_axis("strength=1,2").key == "step_size"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seed", "KEY=VALUES"),
        ("lyer=1", "did you mean layer"),
        ("zoom_=1", "did you mean zoom"),
        ("seed=", "values with commas"),
        ("seed=1,,2", "values with commas"),
        ("concept=,", "names with commas"),
        ("seed=6..1", "upwards"),
        ("seed=0..99999999", "upwards"),
        ("step_size=0:1:1", "2 or more"),
        ("fps=1,2", "fps: is for zooms, and this is a still"),
    ],
)
def test_what_is_no_axis(text, said):
    with pytest.raises(BadInput, match=said):
        read_axis(text)


def test_a_zoom_has_keys_of_its_own():
    (first, _) = read_axis("speed=2,4", "zoom")
    assert (first.key, first.value, first.caption) == ("zoom.motion", "zoom(2)", "speed 2")
    assert read_axis("fps=1,2", "zoom").key == "zoom.fps"
    assert read_axis("fps=1,2", "film").key == "film.fps"
    assert read_axis("from=1,2", "film").key == "film.start"


def test_one_key_is_varied_once():
    with pytest.raises(BadInput, match="sets objective already"):
        read_axes(["channel=1", "concept=owl"])


def test_the_product_is_that_of_itertools():
    axes = read_axes(["seed=1..3", "layer=4,5", "colour=free,hue"])
    found = [tuple(choice.text for choice in choices) for choices in product(axes)]
    assert found == list(itertools.product("123", "45", ["free", "hue"]))
    variants = Variants(axes)
    assert len(variants) == 12
    first = next(iter(variants))
    assert first == {"seed": "1", "layer": "4", "colour": "free"}
    assert variants.choices(first) == list(next(product(axes)))


def test_a_million_combinations_take_no_memory():
    tracemalloc.start()
    axes = read_axes(["seed=1..1000", "steps=1..1000"])
    count = sum(1 for _ in itertools.islice(product(axes), 20_000))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert len(axes[0]) * len(axes[1]) == 1_000_000
    assert most < 500_000


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1-6", [1, 2, 3, 4, 5, 6]), ("2, 4,9..11", [2, 4, 9, 10, 11]), ("7", [7])],
)
def test_numbers(text, numbers):
    assert read_numbers(text, "channel") == numbers


@pytest.mark.parametrize("text", ["", "a", "6-1", "1-", "0-9999999", "1;2"])
def test_what_are_no_numbers(text):
    with pytest.raises(BadInput, match="channel"):
        read_numbers(text, "channel")


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("input", ["a, b.png", "c.png"]),
        ("input", ["it's.png", 'say "x".png', "plain.png"]),
        ("concept", ["owl, barn", "skull"]),
        ("objective", ["channel(3, 1)", "layer(2) + layer(3)"]),
    ],
)
def test_a_list_of_a_file_keeps_its_values_apart(key, names):
    (axis,) = read_axes(write_axes({key: names}))
    assert [choice.caption for choice in axis] == names


def test_a_text_of_a_file_is_read_as_on_the_command_line():
    (axis,) = read_axes(write_axes({"seed": "1..3,7"}))
    assert [choice.value for choice in axis] == [1, 2, 3, 7]
