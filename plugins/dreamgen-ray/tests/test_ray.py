"""Renders on a Ray cluster whose nodes are processes of this machine: results are those of one."""

from __future__ import annotations

import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dreamgen import BadInput, Executor, Made, Progress, Setup, Task
from dreamgen.executors.by_shots import ByShots
from dreamgen.executors.local import Local
from dreamgen.recipe.composing import compose
from dreamgen.recipe.schema import Recipe

ray = pytest.importorskip("ray")

SAMPLES = Path(__import__("dreamgen").__file__).parent / "samples"
STORE = 80 * 2**20  # bytes; Ray's least are 75 MB

FRAGILE = '''
import os
import signal
from dreamgen import Effect, Entry, hookimpl

class Fragile(Effect):
    """Kills the process that it runs in."""

    def apply(self, frame, picture, rng):
        os.kill(os.getpid(), signal.SIGKILL)

@hookimpl
def dreamgen_effects():
    return [Entry("fragile", "ending_plugin:Fragile", "for tests")]
'''


@pytest.fixture(scope="module")
def cluster():
    os.environ["RAY_DISABLE_DOCKER_CPU_WARNING"] = "1"
    node = {"num_cpus": 1, "object_store_memory": STORE}
    made = start_cluster({**node, "include_dashboard": False})
    made.add_one = lambda: made.add_node(**node)
    yield made
    made.shutdown()


def start_cluster(head: dict[str, object], tries: int = 3):
    """Start a cluster; Ray gives its processes 30 s, which a busy machine may not keep to."""
    from ray.cluster_utils import Cluster

    try:
        return Cluster(initialize_head=True, head_node_args=head)
    except Exception as problem:
        if tries == 1 or "timed out" not in str(problem):
            raise
        return start_cluster(head, tries - 1)


@pytest.fixture
def one_thread():
    """Results tell how many threads made them: here as many as on the workers."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def inputs(tmp_path, monkeypatch):
    """Files in the working directory, which the workers do not have."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(SAMPLES / "cat.jpg", "cat.jpg")
    shutil.copy(SAMPLES / "cat.jpg", "style.jpg")
    Path("broken.png").write_bytes(b"no picture")
    (tmp_path / "out").mkdir()
    return tmp_path


def make_recipe(**keys: object) -> Recipe:
    small = {"input": "cat.jpg", "size": 48, "steps": 1, "octaves": {"count": 1}, "layer": 3}
    return compose([("test", {**small, **keys})])


def make_tasks(recipes: list[Recipe]) -> list[Task]:
    return [Task(i, recipe, Path(f"out/{i}.png")) for i, recipe in enumerate(recipes)]


def run(executor: Executor, tasks: list[Task], listen=lambda made: None, **setup):
    """Return what became of each task by its number, and the bytes of what was made."""
    made: dict[int, Made] = {}
    files: dict[int, bytes] = {}
    for each in executor.run(iter(tasks), Setup(**setup)):
        assert each.number not in made
        made[each.number] = each
        if each.path is not None:
            files[each.number] = each.path.read_bytes()
        listen(made)
    return made, files


def make_executor(cluster, **parameters) -> Executor:
    from dreamgen_ray.executor import Ray

    return Ray(address=cluster.address, patience=300, cpus=1, **parameters)


def test_workers_that_are_killed_and_one_that_joins_change_no_result(
    cluster, inputs, one_thread, monkeypatch
):
    """One cluster and one run for all of it, as a worker takes seconds to start."""
    monkeypatch.setattr("dreamgen_ray.dispatch.MOST_TRIES", 2)
    Path("ending_plugin.py").write_text(FRAGILE)
    plugins = (Path("ending_plugin.py"),)
    guided = "layer(3) + 0.2*guide('style.jpg')"
    recipes = [make_recipe(seed=i, objective=guided if i == 1 else None) for i in range(8)]
    recipes[4] = make_recipe(input="broken.png")
    recipes[6] = make_recipe(effects=["fragile"])
    tasks = make_tasks(recipes)
    tasks[2] = replace(tasks[2], proof=1)
    tasks.insert(3, replace(tasks[2], number=-3, proof=2))

    def join(made: dict[int, Made]) -> None:
        if len(made) == 1:
            cluster.add_one()

    made, files = run(make_executor(cluster, batch=2), tasks, join, plugin_files=plugins)
    whole = [task for task in tasks if task.number != 6]
    expected, alone = run(Local(), whole, plugin_files=plugins)
    assert sorted(made) == [-3, *range(8)]
    assert "has ended its worker 2 times" in made[6].problem
    assert made[4].problem == expected[4].problem
    assert made[4].problem.startswith("broken.png is")
    assert made[2].place != made[-3].place
    assert files == alone
    assert sorted(files) == [-3, 0, 1, 2, 3, 5, 7]


def test_no_cluster_is_said_at_once():
    from dreamgen_ray.executor import Ray

    task = make_tasks([make_recipe()])
    with pytest.raises(BadInput, match=r"no Ray cluster answers at ray://127.0.0.1:9: "):
        next(Ray(address="ray://127.0.0.1:9").run(iter(task), Setup()))
    with pytest.raises(BadInput, match=r"--on nonsense: write it as ray://HOST:10001"):
        next(Ray(address="nonsense").run(iter(task), Setup()))
    assert list(Ray(address="ray://127.0.0.1:9").run(iter(()), Setup())) == []


def test_versions_of_ray_and_python_that_differ_are_named():
    from dreamgen_ray.cluster import _explain

    told = """Version mismatch: The cluster was started with:
    Ray: 2.9.0
    Python: 3.11.7
This process on node 127.0.0.1 was started with:
    Ray: 2.60.0
    Python: 3.11.7
"""
    sentence = _explain("ray://a:1", told)
    assert sentence == (
        "the Ray cluster at ray://a:1 has Ray 2.9.0, and this machine has 2.60.0: both must be the same"
    )


def test_versions_of_workers_that_differ_are_named():
    from dreamgen_ray.versions import find_difference

    here = {"dreamgen": "0.2.0", "torch": "2.8.0+cpu", "plugin mirror": "0.1"}
    assert find_difference(here, {**here, "torch": "2.8.0+cu128"}, "a") == ""
    other = find_difference(here, {**here, "dreamgen": "0.3.0"}, "a")
    assert other == "a has dreamgen 0.3.0, and this machine 0.2.0: install the same"
    missing = {key: value for key, value in here.items() if "mirror" not in key}
    assert (
        find_difference(here, missing, "a") == "a lacks plugin mirror: install it on every machine"
    )


def test_a_file_is_put_once_and_dropped_when_others_need_the_room(inputs, monkeypatch):
    from dreamgen import Permissions
    from dreamgen_ray import shipping

    put: list[bytes] = []
    monkeypatch.setattr(shipping.ray, "put", lambda data: put.append(data) or len(put))
    ship = shipping.Shipping(Permissions()).ship
    style = make_recipe(objective="guide('style.jpg')")  # the same bytes as the input
    first = ship(style)
    assert {name: each.files[0].name for name, each in first.items()} == {
        "cat.jpg": "cat.jpg",
        "style.jpg": "style.jpg",
    }
    ship(make_recipe(seed=1))
    assert len(put) == 1
    monkeypatch.setattr(shipping, "KEPT_BYTES", 0)
    ship(make_recipe(input="broken.png"))
    ship(make_recipe())
    assert put == [put[0], b"no picture", put[0]]


SLOW = '''
import time
from dreamgen import Entry, Regulariser, hookimpl

class Slow(Regulariser):
    """Takes its time, so that a worker tells of its frames before all are finished."""

    def gradient(self, gradient, progress):
        time.sleep(0.3)
        return gradient

@hookimpl
def dreamgen_regularisers():
    return [Entry("slow", "slow_plugin:Slow", "for tests")]
'''


def write_film(folder: Path, shots: tuple[int, ...]) -> None:
    """Write a folder of frames: pans over noise, each of another lightness."""
    folder.mkdir()
    for shot, count in enumerate(shots):
        noise = np.random.default_rng(shot).random((12, 18, 3)) * 100 + 70 * shot
        whole = Image.fromarray(noise.astype(np.uint8)).resize((120, 80), Image.BICUBIC)
        for k in range(count):
            whole.crop((2 * k, k, 2 * k + 64, k + 48)).save(folder / f"{shot}{k:02}.png")


def test_a_film_goes_to_workers_shot_by_shot_and_what_one_had_finished_survives_it(
    cluster, inputs, one_thread
):
    """The frames are in a folder that the workers do not have; one is killed in its third frame."""
    pytest.importorskip("cv2")
    write_film(Path("frames"), (6, 2, 1))
    Path("slow_plugin.py").write_text(SLOW)
    recipe = make_recipe(input="frames", film={}, regularisers=["slow"])
    told: list[Progress] = []

    def hear(progress: Progress) -> None:
        told.append(progress)
        if "killed" not in gone and progress.done > 0.25:
            gone.append("killed")
            os.kill(int(progress.place.rpartition(" ")[2]), signal.SIGKILL)

    gone: list[str] = []
    setup = {"plugin_files": (Path("slow_plugin.py"),)}
    film = [Task(0, recipe, Path("out/a.webp"))]
    by_shots = ByShots(executor=make_executor(cluster), total=1)
    made, files = run(by_shots, film, hear=hear, **setup)
    assert made[0].problem == ""
    assert gone
    assert {each.number for each in told} == {0}
    expected, alone = run(Local(), film, **setup)
    assert expected[0].problem == ""
    assert files == alone
