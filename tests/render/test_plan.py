"""A recipe's names become components, and every mistake shows before anything is loaded."""

from __future__ import annotations

import pytest

from dreamgen.errors import BadInput
from dreamgen.objectives.channel import Channel
from dreamgen.objectives.layer import LayerEnergy
from dreamgen.recipe.composing import compose
from dreamgen.recipe.values import Size
from dreamgen.render.plan import count_frames, make_plan


def plan_of(registry, **keys):
    return make_plan(compose([("test", keys)]), registry)


def test_names_become_components_with_their_weights(registry):
    plan = plan_of(registry, objective="channel(3, 7) - 0.5*layer(2)", effects=["fade(0.2)"])
    assert plan.objectives == [(1.0, Channel(layer=3, channel=7)), (-0.5, LayerEnergy(layer=2))]
    assert [effect.amount for effect in plan.effects] == [0.2]
    assert plan.motions == []
    assert plan.transition == []


@pytest.mark.parametrize(
    ("zoom", "frames"),
    [
        (None, 1),
        ({"seconds": 2, "fps": 12}, 24),
        ({"seconds": 0.01, "fps": 10}, 1),
        ({"seconds": 1.25, "fps": 10}, 12),
    ],
)
def test_frames_are_seconds_times_rate_and_one_for_a_still(registry, zoom, frames):
    plan = plan_of(registry, zoom=zoom)
    assert plan.frames == count_frames(plan.recipe) == frames


def test_a_zoom_has_motions_that_last_as_long_and_a_size_of_its_own(registry):
    zoom = {"seconds": 3, "motion": "rotate(ramp(0, 30)) - zoom(2)", "transition": ["layer(4)"]}
    plan = plan_of(registry, zoom=zoom)
    (weight, rotate), (backwards, _) = plan.motions
    assert (weight, backwards) == (1.0, -1.0)
    assert rotate.speed.seconds == 3
    assert plan.transition == [[(1.0, LayerEnergy(layer=4))]]
    assert plan.recipe.size == Size(512)
    assert plan_of(registry).recipe.size is None
    assert plan_of(registry, size=64, zoom={}).recipe.size == Size(64)


def test_it_knows_whether_any_objective_leaves_its_layer_to_the_recipe(registry):
    assert plan_of(registry).uses_layer
    assert plan_of(registry, objective="layer(2) + layer").uses_layer
    assert not plan_of(registry, objective="layer(2)").uses_layer
    assert plan_of(registry, objective="layer(2)", zoom={"transition": ["layer"]}).uses_layer


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"objective": "chanel(1, 2)"}, "test: objective: .*did you mean channel"),
        ({"regularisers": ["blurr"]}, "test: regularisers: .*did you mean blur"),
        ({"effects": ["fade(amunt=1)"]}, "test: effects: .*did you mean amount"),
        ({"optimiser": "adm"}, "test: optimiser: .*did you mean adam"),
        ({"backbone": "tim(resnet18)"}, "test: backbone: .*did you mean timm"),
        ({"zoom": {"transition": ["layr"]}}, r"test: zoom\.transition: .*did you mean layer"),
        ({"zoom": {"motion": "zom(2)"}}, r"test: zoom\.motion: .*did you mean zoom"),
        ({"zoom": {"loop": True, "mode": "feedback"}}, "needs zoom.mode = nested"),
    ],
)
def test_a_mistake_names_the_source_the_key_and_the_nearest_match(registry, keys, told):
    with pytest.raises(BadInput, match=told):
        plan_of(registry, **keys)


def test_a_motions_weight_stays_the_same(registry):
    with pytest.raises(BadInput, match=r"zoom\.motion: a motion has no changing weight"):
        plan_of(registry, zoom={"motion": "ramp(0, 1)*rotate(30)"})


def test_terms_that_only_hold_the_picture_are_refused(registry):
    with pytest.raises(BadInput, match="objective: stay only holds the picture as it is: add a"):
        plan_of(registry, objective="2*stay(3) + stay(5)")
    assert len(plan_of(registry, objective="stay(3) + layer(6)").objectives) == 2
