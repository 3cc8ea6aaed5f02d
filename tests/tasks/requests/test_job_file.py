import json

import pytest
from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.render.session import Session
from dreamgen.tasks.requests.job_file import open_jobs
from dreamgen.tasks.requests.job_list import CHECKED


@pytest.fixture
def read(tmp_path, registry, monkeypatch):
    monkeypatch.chdir(tmp_path)
    session = Session(registry)

    def open_text(text, name="jobs.toml", out=None):
        path = tmp_path / name
        path.write_text(text)
        refused = []
        jobs = open_jobs(path, session, out, lambda *why: refused.append(why))
        return jobs.tasks, jobs.total, refused

    return open_text


def test_tables_share_the_defaults_and_set_their_own(read):
    tasks, total, _ = read(
        """
        [defaults]
        size = 48
        out = "dreams"
        [[render]]
        inputs = ["sample:rex", "noise"]
        octaves = { count = 2 }
        seed = 3
        [[render]]
        input = "sample:rex"
        preset = "reptile-skin"
        size = 64
        out = "one.webp"
        [[zoom]]
        input = "noise"
        seconds = 0.5
        """
    )
    tasks = list(tasks)
    assert total == len(tasks) == 4
    assert [task.number for task in tasks] == [0, 1, 2, 3]
    assert [str(task.out) for task in tasks] == [
        "dreams/rex-dream.png",
        "dreams/noise-dream.png",
        "one.webp",
        "dreams/noise-dream.gif",
    ]
    assert [task.recipe.size.width for task in tasks] == [48, 48, 64, 48]
    assert tasks[0].recipe.octaves.count == 2
    assert tasks[0].recipe.seed == 3
    assert tasks[2].recipe.where("objective").startswith("preset ")
    assert [task.recipe.zoom is not None for task in tasks] == [False, False, False, True]
    assert tasks[3].recipe.zoom.seconds == 0.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "asks for nothing"),
        ("[[rendr]]", "there is no table 'rendr' .did you mean render.*"),
        ("render = 3", r"render must be tables, each begun by \[\[render\]\]"),
        (
            "[[render]]\ninput = 'noise'\nsede = 3",
            "render: unknown key 'sede' .did you mean seed",
        ),
        ("[[render]]\ninput = 'noise'\n[[render]]\nseed = -1", "render 2: seed"),
        ("[[render]]\ninput = 'noise'\nout = 'a.docx'", "render: a.docx: the suffix"),
        ("[[render]]\ninputs = ['noise', 'sample:rex']\nout = 'a.png'", "a folder, or a template"),
        ("[[render]]\ninput = '*.gif'", r"no file is \*\.gif"),
        ("[[render]]\nsteps = 3", "render: no input: give a picture"),
        (
            "[[render]]\ninput = 'noise'\nseed = 1e99",
            "render: seed = 1e.99: must be a whole number",
        ),
        ("[[render]]\ninput = 3", "must be a text, or a list of texts"),
        ("[[render]]\ninput = 'noise'\npreset = 'nope'", "there is no preset 'nope'"),
        ("[[render]]\ninput = 'noise'\neffects = ['crumble']", "did you mean crumple"),
        ("[[render]\n", "line 1"),
        ("[[render]]\ninput = 'noise'\nlayer = 99", "render: there is no layer '99': bestiary has"),
        ("[[render]]\ninput = 'noise'\nvary = {layer = '7-9'}", "render: there is no layer '9'"),
        ("[[zoom]]\ninput = 'noise'\nobjective = 'channel(layr3.0, 1)'", "mean layer3.0"),
    ],
)
def test_all_is_checked_before_anything_starts(read, text, said):
    with pytest.raises(BadInput, match=said) as problem:
        read(text)
    assert "jobs.toml" in str(problem.value)


NOISE = "[[render]]\ninput = 'noise'\n"


@pytest.mark.parametrize(
    ("defaults", "said"),
    [
        ("sede = 3", "unknown key 'sede' (did you mean seed"),
        ("steps = 'many'", "steps: 'many': must be a number or a formula"),
        ("effects = ['crumble']", "did you mean crumple"),
        ("preset = 'nope'", "there is no preset 'nope'"),
        ("vary = { sede = '1..3' }", "there is no such key (did you mean seed?)"),
        ("out = 3", "out = 3: must be a text"),
        ("inputs = []", "must be a text, or a list of texts"),
        ("zoom = { seconds = 'long' }", "zoom.seconds = 'long': must be a number"),
    ],
)
def test_what_is_wrong_with_the_defaults_is_not_blamed_on_a_table(read, defaults, said):
    table = NOISE if "inputs" not in defaults else "[[render]]\nseed = 3"
    with pytest.raises(BadInput) as problem:
        read(f"[defaults]\n{defaults}\n{table}")
    assert said in str(problem.value)
    assert "jobs.toml: defaults: " in str(problem.value)
    assert "render" not in str(problem.value)


def test_a_default_for_zooms_is_left_aside_by_renders(read):
    tasks, _, _ = read(f"[defaults]\nseconds = 0.5\nsteps = 2\n{NOISE}[[zoom]]\ninput = 'noise'")
    still, zoom = tasks
    assert (still.recipe.zoom, zoom.recipe.zoom.seconds) == (None, 0.5)
    assert still.recipe.steps == zoom.recipe.steps == 2


def test_a_table_wins_over_the_defaults_whatever_it_calls_a_key(read):
    defaults = "octaves = { count = 2, ratio = 1.3 }\npreset = 'washed'\nvary = { seed = '1..3' }"
    tasks, total, _ = read(
        f"[defaults]\n{defaults}\n{NOISE}octaves = {{ count = 3 }}\npreset = 'classic'\n"
        "vary = { steps = '1..2' }"
    )
    tasks = list(tasks)
    assert total == len(tasks) == 2
    assert {(t.recipe.octaves.count, t.recipe.octaves.ratio, t.recipe.seed) for t in tasks} == {
        (3, 1.3, 0)
    }
    assert "classic" in tasks[0].recipe.where("objective")


def write_list(count, **more):
    rows = (
        {"input": f"p/{n}.jpg", "seed": n % 3, "out": "d/{stem}.png", **more} for n in range(count)
    )
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def test_a_list_is_a_render_a_line(read):
    still = '{"input": "a.jpg", "seed": 3, "out": "x-{seed}.png"}'
    text = f'{still}\n\n{{"command": "zoom", "input": "noise"}}'
    tasks, total, _ = read(text, "jobs.jsonl")
    first, second = tasks
    assert (total, str(first.out), str(second.out)) == (2, "x-3.png", "noise-dream.gif")
    assert (first.recipe.input, first.recipe.seed) == ("a.jpg", 3)
    assert second.recipe.zoom is not None


def test_lines_that_share_all_but_the_input_are_as_if_each_were_read_alone(read):
    alone = [next(read(line, "jobs.jsonl")[0]) for line in write_list(5).splitlines()]
    together = list(read(write_list(5), "jobs.jsonl")[0])
    assert [task.text() for task in together] == [task.text() for task in alone]
    assert [task.out for task in together] == [task.out for task in alone]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is not valid JSON"),
        ("3", "must be a table"),
        ('{"input": "noise", "sede": 1}', "did you mean seed"),
        ('{"input": 3}', "of one input"),
        ('{"command": "flim", "input": "noise"}', "must be render or zoom or film"),
    ],
)
def test_the_first_lines_are_checked_before_anything_starts(read, line, said):
    with pytest.raises(BadInput, match=said) as problem:
        read(write_list(2) + line, "jobs.jsonl")
    assert "jobs.jsonl:3" in str(problem.value)


def test_a_later_line_that_is_wrong_stops_no_other_one(read):
    text = write_list(CHECKED) + "nonsense\n" + write_list(1)
    tasks, total, refused = read(text, "jobs.jsonl")
    assert total == CHECKED + 2
    assert refused == []
    assert sum(1 for _ in tasks) == CHECKED + 1
    ((where, why),) = refused
    assert where.endswith(f"jobs.jsonl:{CHECKED + 1}")
    assert "not valid JSON" in why


def test_a_long_list_starts_at_once(read):
    text = write_list(50_000)
    tasks, total, _ = read(text, "jobs.jsonl")
    first = next(tasks)
    assert total == 50_000
    assert first.recipe.input == "p/0.jpg"


def test_a_film_has_keys_of_its_own(read, tmp_path):
    second = Image.new("L", (64, 48), 90)
    Image.new("L", (64, 48)).save(tmp_path / "a.gif", save_all=True, append_images=[second])
    table = '[[film]]\ninput = "a.gif"\n'
    keys = 'every = 2\nstart = "0:00.1"\nsteps = 4\nfilm = { steps = 1 }\n'
    (task,) = read(table + keys)[0]
    film = task.recipe.film
    assert (film.every, film.start, film.steps, task.recipe.steps) == (2, 0.1, 1, 4)
    assert task.recipe.zoom is None
    assert str(task.out) == "a-dream.mp4"
    with pytest.raises(BadInput, match=r"film\.every = 0"):
        read(f"{table}every = 0\n")


def test_defaults_for_films_make_no_film_of_a_zoom(read, tmp_path):
    second = Image.new("L", (64, 48), 90)
    Image.new("L", (64, 48)).save(tmp_path / "a.gif", save_all=True, append_images=[second])
    shared = '[defaults]\ninput = "a.gif"\nevery = 2\nfps = 8\nfilm = { steps = 3 }\n'
    zoom, film = (task.recipe for task in read(f"{shared}[[zoom]]\n[[film]]\n")[0])
    assert (zoom.film, zoom.zoom.fps) == (None, 8)
    assert (film.zoom, film.film.every, film.film.fps, film.film.steps) == (None, 2, 8, 3)


def test_a_table_may_vary_keys(read):
    text = """
[[render]]
input = "a.jpg"
out = "{seed}-{concept}.png"
vary = { seed = "1..2", concept = ["owl", "skull"] }
"""
    tasks, total, _ = read(text)
    tasks = list(tasks)
    names = [str(task.out) for task in tasks]
    assert names == ["1-owl.png", "1-skull.png", "2-owl.png", "2-skull.png"]
    assert total == 4
    assert str(tasks[1].recipe.seed) == tasks[1].varied["seed"]
