"""One session for every render: stills go in batches, zooms frame by frame."""

from __future__ import annotations

import pytest
import torch

from dreamgen.errors import BadInput
from dreamgen.plugins.discovery import discover
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.composing import compose
from dreamgen.recipe.embedding.embed import extract_recipe
from dreamgen.render.permissions import Permissions
from dreamgen.render.results.result import save_frames
from dreamgen.render.session import Session
from dreamgen.render.still import batches_of

QUICK = {"size": "64x48", "steps": 2, "octaves": {"count": 2}, "precision": "fp32"}
NOISE = {"input": "noise", **QUICK}


def recipe_of(**keys):
    return compose([("test", {**NOISE, **keys})])


@pytest.fixture
def session(registry):
    return Session(registry)


def pixels_of(session, recipe):
    return [frame.pixels for frame in session.render(recipe)]


def test_stills_of_one_batch_equal_the_same_stills_alone(session):
    base = recipe_of(objective="channel(4, 1)", seed=3)
    job = session.prepare(session.plan(base))
    recipes = [
        base.model_copy(update={"objective": recipe_of(objective=text).objective, "seed": seed})
        for text, seed in (("channel(4, 1)", 3), ("channel(4, 7)", 3), ("channel(4, 1)", 9))
    ]
    jobs = [session.prepare(session.plan(each), like=job) for each in recipes]
    assert [len(batch) for batch in batches_of(jobs)] == [3]
    together = [frame.pixels for frame in session.stills(jobs)]
    for one, pixels in zip(jobs, together, strict=True):
        (alone,) = session.frames(one)
        torch.testing.assert_close(pixels, alone.pixels, atol=2e-3, rtol=0)
    assert (together[0] - together[1]).abs().mean() > 0.005
    assert (together[0] - together[2]).abs().mean() > 0.005


def test_only_jobs_that_need_the_same_ascent_share_a_batch(session):
    job = session.prepare(session.plan(recipe_of(objective="channel(4, 1)")))
    keys = [{}, {"seed": 4}, {"steps": 3}, {"layer": 2, "objective": "layer(2)"}, {"steps": 2}]
    recipes = [recipe_of(**{"objective": "channel(4, 1)", **key}) for key in keys]
    jobs = [session.prepare(session.plan(each), like=job) for each in recipes]
    assert [len(batch) for batch in batches_of(jobs)] == [2, 1, 1, 1]
    assert list(batches_of([])) == []


def test_a_zoom_is_as_many_frames_as_its_recipe_says_and_a_still_is_one(session):
    moving = recipe_of(zoom={"seconds": 0.5, "fps": 6, "motion": "zoom(2)"})
    job = session.prepare(session.plan(moving))
    events = []
    frames = list(session.frames(job, events.append))
    assert job.frames == len(frames) == 3
    assert [frame.index for frame in frames] == [0, 1, 2]
    assert {type(event).__name__ for event in events} == {"Step", "Milestone"}
    assert session.prepare(session.plan(recipe_of())).frames == 1


def test_averaged_views_are_part_of_the_recipe(session):
    (one,) = pixels_of(session, recipe_of())
    (more,) = pixels_of(session, recipe_of(views=3))
    assert not torch.equal(one, more)
    assert torch.equal(more, pixels_of(session, recipe_of(views=3))[0])


def test_permissions_of_one_call_hold_in_place_of_the_sessions(session, tmp_path):
    from PIL import Image

    Image.new("L", (64, 48), 255).save(tmp_path / "mask.png")
    plan = session.plan(recipe_of(mask=str(tmp_path / "mask.png")))
    session.prepare(plan)
    with pytest.raises(BadInput, match=r"would read .*mask\.png"):
        session.prepare(plan, permissions=Permissions(read_files=False))


def test_a_mask_that_is_black_all_over_is_refused(tmp_path):
    from PIL import Image

    Image.new("L", (64, 48), 0).save(tmp_path / "mask.png")
    session = Session()
    with pytest.raises(BadInput, match=r"mask\.png is black all over"):
        session.prepare(session.plan(recipe_of(mask=str(tmp_path / "mask.png"))))


def test_code_that_is_permitted_for_the_input_is_not_run_for_a_mask(tmp_path):
    """With a loader that would run code, offered by a plugin."""
    plugin = tmp_path / "runs.py"
    plugin.write_text(
        "from dreamgen import BadInput, Entry, Loader, hookimpl\n"
        "class Runs(Loader):\n"
        "    runs_code = True\n"
        "    def accepts(self, source):\n"
        "        return source.data.startswith(b'#!')\n"
        "    def load(self, source, size):\n"
        "        raise BadInput('it ran')\n"
        "@hookimpl\n"
        "def dreamgen_loaders():\n"
        "    return [Entry('runs', 'runs:Runs', 'runs code')]\n"
    )
    (tmp_path / "evil").write_text("#!")
    session = Session(Registry(discover([plugin], installed=False)), Permissions(run_code=True))
    with pytest.raises(BadInput, match="it ran"):
        session.prepare(session.plan(recipe_of(input=str(tmp_path / "evil"))))
    with pytest.raises(BadInput, match="is a script, and reading it would run it"):
        session.prepare(session.plan(recipe_of(mask=str(tmp_path / "evil"))))
    with pytest.raises(BadInput, match="is a script, and reading it would run it"):
        session.prepare(
            session.plan(recipe_of(input=str(tmp_path / "evil"))), permissions=Permissions()
        )


def test_a_guide_and_weights_need_the_permission_to_read_files(session, tmp_path):
    for keys in (
        {"objective": f"guide('{tmp_path}/secret.png')"},
        {"weights": f"{tmp_path}/secret.pth"},
        {"backbone": f"{tmp_path}/secret.safetensors"},
    ):
        with pytest.raises(BadInput, match=r"the recipe would read .*secret"):
            session.prepare(
                session.plan(recipe_of(**keys)), permissions=Permissions(read_files=False)
            )


def test_frames_drawn_by_hand_are_saved_with_the_recipe_of_their_job(session, tmp_path):
    job = session.prepare(session.plan(recipe_of()))
    path = save_frames(session.frames(job), tmp_path / "dream.png", job, session)
    assert extract_recipe(path, "PNG") == job.text()
    with pytest.raises(BadInput, match="exists"):
        save_frames([], path, job, session)
    assert save_frames(session.frames(job), path, job, session, overwrite=True) == path
