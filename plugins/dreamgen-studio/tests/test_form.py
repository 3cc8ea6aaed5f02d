"""The recipe as rows of a form."""

from __future__ import annotations

import pytest

from dreamgen import Recipe
from dreamgen_studio.describe_recipe import TABLES, describe_recipe
from dreamgen_studio.web.form import ELSEWHERE, flatten, list_rows


def rows() -> dict[str, dict[str, object]]:
    return {str(row["key"]): row for row in list_rows(describe_recipe())}


def test_every_key_of_a_recipe_has_a_row_or_a_place_elsewhere_on_the_page() -> None:
    whole = {**Recipe(film={}).model_dump(), "zoom": Recipe(zoom={}).model_dump()["zoom"]}
    keys = {key for key, value in whole.items() if key not in TABLES}
    keys |= {f"{table}.{key}" for table in TABLES for key in whole[table]}
    assert {*rows(), *ELSEWHERE} == {*keys, *ELSEWHERE, "loader.where"}


@pytest.mark.parametrize(
    ("key", "kind", "shape"),
    [
        ("objective", "objective", "sum"),
        ("regularisers", "regulariser", "list"),
        ("parameterisation", "parameterisation", "one"),
        ("zoom.motion", "motion", "sum"),
    ],
)
def test_what_names_components_says_of_which_kind_and_how_many(
    key: str, kind: str, shape: str
) -> None:
    assert (rows()[key]["kind"], rows()[key]["shape"]) == (kind, shape)


def test_values_are_what_a_recipe_holds_as_text_that_reads_back() -> None:
    recipe = Recipe(
        objective="channel(3, 12) + 0.5*layer(2)", effects=["bleed(7)"], octaves={"count": 2},
        loader={"where": "marks"}, size=320,
    )  # fmt: skip
    values = flatten(recipe)
    assert values["objective"] == "channel(3, 12) + 0.5*layer(2)"
    assert (values["octaves.count"], values["loader.where"], values["size"]) == (2, "marks", 320)
    assert (
        Recipe(objective=values["objective"], effects=values["effects"]).effects == recipe.effects
    )
