import json

import pytest

from dreamgen.render.permissions import Permissions
from dreamgen.render.session import Session
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task


@pytest.mark.parametrize(
    ("preset", "keys"),
    [
        (None, {}),
        (None, {"regularisers": [], "effects": ["crumple", "fade(0.3)"], "size": "A6"}),
        ("reptile-skin", {"layer": "blocks.3", "step_size": 0.1 + 0.2, "mask": "a b.png"}),
        (
            None,
            {"objective": "2 * channel(3, 12) - 0.5 * neuron(2, 1)", "loader": {"where": "marks"}},
        ),
        (None, {"zoom": {"seconds": 0.3, "motion": "zoom(2) + rotate(ramp(0, 30))"}}),
    ],
)
def test_a_task_arrives_as_it_was_sent(registry, tmp_path, preset, keys):
    layers = [("--key", keys)]
    recipe = Session(registry).compose("sample:rex", preset, layers, moving="zoom" in keys)
    task = Task(7, recipe, tmp_path / "ä b.png", {"seed": "3"})
    arrived = Task.from_message(json.loads(json.dumps(task.to_message())))
    assert arrived == task
    assert arrived.recipe.origins == recipe.origins
    assert all(arrived.recipe.where(key) == recipe.where(key) for key in type(recipe).model_fields)


def test_what_was_made_and_the_setup_arrive_too(tmp_path):
    made = Made(3, tmp_path / "a.png", "", 1.5, None, "process 1", ("a warning",))
    assert Made.from_message(json.loads(json.dumps(made.to_message()))) == made
    setup = Setup((tmp_path / "p.py",), False, Permissions(files=frozenset("ab"), download=False))
    assert Setup.from_message(json.loads(json.dumps(setup.to_message()))) == setup
