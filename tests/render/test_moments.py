"""Jobs over time: each moment is dreamed as a recipe without a time would be."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from dreamgen.errors import BadInput, InputWarning
from dreamgen.recipe.composing import compose
from dreamgen.recipe.expressions import read_sum
from dreamgen.recipe.toml import read_toml
from dreamgen.render.permissions import Permissions
from dreamgen.render.session import Session

QUICK = {"size": "64x48", "steps": 2, "octaves": {"count": 2}, "precision": "fp32"}
NOISE = {"input": "noise", **QUICK}
ZOOM = {"seconds": 1, "fps": 6, "steps": 1, "octaves": 1, "motion": "zoom(1.5)"}
FEEDBACK = {**ZOOM, "mode": "feedback"}


@pytest.fixture(scope="module")
def session():
    return Session()


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.csv").write_text("a,b\n0,1\n1,0\n")
    return tmp_path


def recipe_of(**keys):
    return compose([("test", {**NOISE, **keys})])


def job_of(session, **keys):
    return session.prepare(session.plan(recipe_of(**keys)))


def frames_of(session, **keys):
    return [frame.pixels for frame in session.frames(job_of(session, **keys))]


def same(one, other):
    return [torch.equal(*pair) for pair in zip(one, other, strict=True)]


def test_a_job_that_stays_the_same_is_itself_at_all_times(session):
    job = job_of(session, objective="layer(3)", zoom=ZOOM)
    assert job.moments is None
    assert job.at(0.5) is job


def test_a_still_takes_the_start(session, here):
    keys = {
        "curves": ["csv(x.csv, b)"],
        "step_size": "0.5 + value",
        "layer": "2 + t",
        "effects": ["fade(0.3 + u)"],
    }
    job = job_of(session, objective="(1 + value)*layer(3) + layer", **keys)
    (moving,) = session.frames(job)
    plain = {"step_size": 1.5, "effects": ["fade(0.3)"]}
    (wanted,) = frames_of(session, objective="2*layer(3) + layer(2)", **plain)
    assert torch.equal(moving.pixels, wanted)
    assert 'step_size = "0.5 + value"' in job.text()
    assert "x.csv" in job.made["files_sha256"]


def test_feedback_frames_follow_the_recipe_of_their_moment(session):
    """Up to the keyframe, which holds, all frames are those of the first recipe; then no more."""
    frame = {"time": 0.5, "ease": "hold", "objective": "layer(6)", "step_size": 3}
    moving = frames_of(session, objective="layer(3)", zoom=FEEDBACK, at=[frame])
    plain = frames_of(session, objective="layer(3)", zoom=FEEDBACK)
    assert same(moving, plain) == [True] * 3 + [False] * 3


def test_feedback_frames_follow_the_layer_of_their_moment(session):
    """A recipe's layer that is a formula is what keyframes and an objective's own layer are."""
    moving = frames_of(session, objective="layer", layer="3 + 3*floor(2*t)", zoom=FEEDBACK)
    frame = {"time": 0.5, "ease": "hold", "layer": 6}
    held = frames_of(session, objective="layer", layer=3, zoom=FEEDBACK, at=[frame])
    own = frames_of(session, objective="layer(2.6 + 3*floor(2*t))", zoom=FEEDBACK)
    plain = frames_of(session, objective="layer", layer=3, zoom=FEEDBACK)
    assert same(moving, held) == same(moving, own) == [True] * 6
    assert same(moving, plain) == [True] * 3 + [False] * 3


def test_formulas_that_come_to_the_same_give_the_same_frames(session):
    plain = frames_of(session, objective="2*layer(3)", step_size=2.0, zoom=FEEDBACK)
    zoom = {**FEEDBACK, "blend": "0*t", "motion": "zoom(1.5 + 0*t)"}
    keys = {"step_size": "2 + 0*u", "objective": "(1 + cos(0*t))*layer(3)", "zoom": zoom}
    moving = frames_of(session, **keys)
    # The camera measures a changing motion in small steps, a plain one as a whole.
    apart = [float((one - other).abs().max()) for one, other in zip(plain, moving, strict=True)]
    assert max(apart) < 0.03


def test_nested_keyframes_are_dreamed_as_at_their_moment(session):
    job = job_of(session, objective="(0.1 + t)*layer(3)", zoom={**ZOOM, "motion": "zoom(4)"})
    moments = []
    find = job.moments.at

    def note(job, seconds):
        moments.append(seconds)
        return find(job, seconds)

    job.moments.at = note
    assert len(list(session.frames(job))) == 6
    reached = np.log(1.6) / np.log(4)  # seconds from one keyframe to the next
    for number in range(3):
        assert min(abs(np.array(moments) - number * reached)) < 1e-6


def test_effects_are_those_of_each_frame(session):
    plain = frames_of(session, objective="layer(3)", zoom=ZOOM, effects=["fade(0)"])
    faded = frames_of(session, objective="layer(3)", zoom=ZOOM, effects=["fade(floor(2*t))"])
    assert same(plain, faded) == [True] * 3 + [False] * 3


def test_half_way_two_objectives_pull_alike(session):
    """The mixture is balanced as a transition's: neither end, and the same as the crossfade."""
    from dreamgen.engine.zoom.transition import mix_objectives

    frame = {"time": 2, "ease": "linear", "objective": "layer(6)"}
    job = job_of(session, objective="1000*layer(3)", zoom={**FEEDBACK, "seconds": 2}, at=[frame])
    now = job.at(1)
    assert [share for share, _ in now.fading] == [0.5, 0.5]
    mixed = mix_objectives(now.fading, job.network, job.layer, job.picture.pixels)
    found = now.scoring()[0]
    assert [part.weight for part in found.parts] == pytest.approx([weight for weight, _ in mixed])
    assert job.at(2).following == []
    assert job.at(2).objectives == job_of(session, objective="layer(6)").objectives


def test_an_objective_left_to_the_network_fades_too(session):
    frame = {"time": 1, "ease": "linear", "objective": "layer(6)"}
    job = job_of(session, zoom=FEEDBACK, at=[frame])
    assert job.at(0).objectives == job_of(session).objectives
    assert job.at(0.5).following


def test_an_objective_for_another_network_is_adapted_once(session):
    preset = ("preset p.toml", {"objective": "concept(no_such_thing_at_all) + layer(2)"})
    recipe = compose([preset, ("test", {**NOISE, "step_size": "1 + t", "zoom": FEEDBACK})])
    with pytest.warns(InputWarning, match="another network") as said:
        job = session.prepare(session.plan(recipe))
    assert len(said) == 1
    assert job.recipe.objective == job.at(0.5).recipe.objective == read_sum("layer(2)")
    assert job.at(0.5).objectives == job.objectives


def test_changing_objectives_of_a_preset_are_adapted_too(session):
    unknown = "concept(no_such_thing_at_all)"
    preset = {
        "objective": f"(1 - u)*{unknown} + (1 + u)*layer(2)",
        "at": [
            {"time": 0.5, "ease": "hold", "objective": f"{unknown} + u*layer(3)"},
            {"time": 0.8, "ease": "hold", "objective": unknown},
        ],
    }
    recipe = compose([("preset p.toml", preset), ("test", {**NOISE, "zoom": FEEDBACK})])
    with pytest.warns(InputWarning, match="another network") as said:
        job = session.prepare(session.plan(recipe))
    own = job.network.model.default_objective
    taken = f"(1 + u)*layer(2), then (u)*layer(3), then {own}"
    assert len(said) == 1
    assert str(said[0].message).endswith(f"is for another network; taken instead: {taken}")
    wanted = {0.2: "1.2*layer(2)", 0.6: "0.6*layer(3)", 0.9: own}
    for moment, text in wanted.items():
        assert job.at(moment).recipe.objective == read_sum(text)
        assert len(job.at(moment).objectives) == 1
    again = compose([("recipe", read_toml(job.recipe.to_toml(), "recipe"))])
    assert again.to_toml() == job.recipe.to_toml()


def test_transitions_of_a_preset_are_adapted_too(session):
    zoom = {**ZOOM, "transition": ["concept(no_such_thing_at_all) + layer(6)"]}
    recipe = compose([("preset p.toml", {"zoom": zoom}), ("test", NOISE)])
    with pytest.warns(InputWarning, match="taken instead: layer.6."):
        job = session.prepare(session.plan(recipe))
    assert job.recipe.zoom.transition == (read_sum("layer(6)"),)
    assert len(job.journey.transition[1]) == 1


def test_endless_laps_repeat(session):
    zoom = {**FEEDBACK, "endless": True}
    job = job_of(session, objective="layer(3)", step_size="1 + t", zoom=zoom)
    for seconds in (0.25, 0.75):
        assert job.at(seconds).ascent.step_size == pytest.approx(1 + seconds)
        assert job.at(seconds + 7).ascent.step_size == pytest.approx(1 + seconds)


def test_a_draft_fits_its_changing_ascent_to_the_frames(session):
    zoom = {**FEEDBACK, "draft": True}
    keys = {"size": 128, "objective": "layer(3)", "octaves": {"count": 3, "ratio": 1.5}}
    job = job_of(session, **keys, step_size="1 + t", zoom=zoom)
    plain = job_of(session, **keys, zoom=zoom)
    for name in ("ascent", "journey"):
        own, wanted = (getattr(one, name) for one in (job.at(0.5), plain))
        own, wanted = (getattr(one, "ascent", one) for one in (own, wanted))
        assert own.octaves((64, 64)) == wanted.octaves((64, 64))


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"step_size": "1 - 3*u"}, "step_size = -0.5 at 0.5 s: must be greater than or equal"),
        ({"zoom": {**ZOOM, "motion": "zoom(1 - u)"}}, "zoom.motion: at 0.996 s: zoom: speed"),
        ({"at": [{"time": 0.5, "objective": "layer(99)"}]}, "at 0.1667 s: there is no layer '99'"),
        ({"at": [{"time": 0.5, "layer": 99}], "objective": "layer"}, "at 0.5 s: there is no layer"),
        ({"objective": "layer", "layer": "5*u"}, "layer = 0 at 0 s: there is no layer '0'"),
        ({"objective": "layer", "layer": "1 + 12*u"}, "test: layer = 9 at 0.6667 s: there is no"),
        ({"effects": ["fade(2*u)"]}, "effects at 0.6667 s: fade: amount = 1.33"),
        ({"curves": ["csv(none.csv, b)"], "step_size": "value"}, "there is no file none.csv"),
        ({"zoom": {**ZOOM, "motion": "t*zoom(2)"}}, "a motion has no changing weight"),
        (
            {
                "at": [{"time": 1, "objective": "layer(6)"}],
                "zoom": {**ZOOM, "transition": ["layer(3)"]},
            },
            "the objective changes by zoom.transition already",
        ),
    ],
)
def test_what_fails_at_some_moment_is_told_before_the_first_frame(session, here, keys, said):
    with pytest.raises(BadInput) as caught:
        job_of(session, **{"zoom": ZOOM, **keys})
    assert said in str(caught.value)


def test_a_table_is_only_read_by_permission(session, here):
    plan = session.plan(recipe_of(step_size="1 + csv(x.csv, b)"))
    with pytest.raises(BadInput, match=r"the recipe would read x\.csv"):
        session.prepare(plan, permissions=Permissions(read_files=False))


# --- films ------------------------------------------------------------------------------------


@pytest.fixture
def clip(here):
    noise = np.random.default_rng(3).random((20, 30, 3))
    whole = Image.fromarray((noise * 255).astype(np.uint8)).resize((150, 100), Image.BICUBIC)
    frames = [whole.crop((2 * k, 0, 2 * k + 128, 96)) for k in range(5)]
    frames[0].save(here / "clip.gif", save_all=True, append_images=frames[1:], duration=100)
    return {"input": "clip.gif", "size": 64, "film": {"steps": 1}}


def test_films_follow_the_recipe_of_each_frame(session, clip):
    pytest.importorskip("cv2")
    keys = {**clip, "objective": "layer(3)"}
    plain = frames_of(session, **keys)
    frame = {"time": 0.3, "ease": "hold", "objective": "layer(6)", "film": {"new": 0.9}}
    assert same(plain, frames_of(session, **keys, at=[frame])) == [True] * 3 + [False] * 2
    deeper = {**keys, "objective": "layer", "layer": "3 + 3*floor(t/0.3)"}
    assert same(plain, frames_of(session, **deeper)) == [True] * 3 + [False] * 2
    shown = {**keys, "film": {"steps": 1, "source": "min(1, floor(5*t))"}}
    job = job_of(session, **shown)
    moving = [frame.pixels for frame in session.frames(job)]
    sources = [picture.pixels for picture in job.footage.play()]
    assert same(plain, moving)[:2] == [True] * 2
    assert same(sources, moving) == [False] * 2 + [True] * 3


def test_a_film_binds_its_objectives_anew_only_when_they_change(session, clip, monkeypatch):
    pytest.importorskip("cv2")
    from dreamgen.render.job import Job

    scoring, bound = Job.scoring, []

    def note(job, objectives=None):
        bound.append(job)
        return scoring(job, objectives)

    monkeypatch.setattr(Job, "scoring", note)
    job = job_of(session, **clip, objective="layer(3)", step_size="1 + t")
    bound.clear()
    assert len(list(session.frames(job))) == 5
    assert len(bound) == 1
