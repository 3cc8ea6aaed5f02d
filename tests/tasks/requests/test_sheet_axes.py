"""What a sweep and an atlas vary."""

from __future__ import annotations

import pytest

from dreamgen.errors import BadInput
from dreamgen.tasks.requests.sheet_axes import list_atlas_axes, list_sweep_axes


def test_layers_or_channels_and_all_else_that_varies():
    assert list_sweep_axes(None, None, []) == ["layer=all"]
    assert list_sweep_axes(None, None, ["seed=1,2"]) == ["seed=1,2"]
    assert list_sweep_axes("1-6", None, ["seed=1,2"]) == ["layer=1-6", "seed=1,2"]
    assert list_sweep_axes(None, "6:all", []) == ["channel=6:all"]
    assert list_atlas_axes(None, None, [], False) == ["channel=all"]
    assert list_atlas_axes(None, "owl, rose", ["seed=1,2"], False) == [
        "concept=owl, rose",
        "seed=1,2",
    ]


@pytest.mark.parametrize("dashes", ["", "--"])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("9-1", None), "{}layers: 9-1: a range runs upwards"),
        (("", None), "{}layers: must be values with commas"),
        (("1", "6:all"), "{0}layers and {0}channels: give one of them"),
        ((None, "6"), "{}channels 6: must be a layer and its channels, as 6:0-15"),
    ],
)
def test_what_is_wrong_with_a_sweep_is_named_as_it_was_given(given, said, dashes):
    with pytest.raises(BadInput) as problem:
        list_sweep_axes(*given, [], dashes)
    assert str(problem.value).startswith(said.format(dashes))


def test_what_is_wrong_with_an_atlas_is_named_as_it_was_given():
    with pytest.raises(BadInput, match=r"^--concepts: must be names"):
        list_atlas_axes(None, "", [], False, "--")
    with pytest.raises(BadInput, match=r"^concepts: asks the classifier"):
        list_atlas_axes(None, "owl", [], True)
    with pytest.raises(BadInput, match=r"^--channels: must be numbers and ranges"):
        list_atlas_axes("", None, [], False, "--")
