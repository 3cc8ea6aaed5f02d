"""`dreamgen config` and variables named like the options: what wins over what, and what is refused."""

from __future__ import annotations

import json
import sys
import tomllib
from types import SimpleNamespace

import pytest
from PIL import Image

from dreamgen.cli.defaults.config_file import find_config, set_key, unset_key
from dreamgen.cli.defaults.own_defaults import list_variables, read_defaults
from dreamgen.recipe.schema import Recipe


@pytest.fixture
def owner(user, monkeypatch):
    """A user with a file of defaults: ``owner.asks`` returns a recipe, given variables and words."""
    path = user.folder / "own" / "config.toml"
    monkeypatch.setenv("DREAMGEN_CONFIG", str(path))

    def asks(*words, **variables):
        words = ("render", "noise", *words, "--dry-run")
        return tomllib.loads(user.gets(*words, **variables))

    return SimpleNamespace(user=user, path=path, asks=asks)


def test_an_option_wins_over_a_variable_and_that_over_the_file(owner):
    assert owner.asks()["steps"] == 16
    assert owner.user.gets("config", "set", "steps", "5").strip() == str(owner.path)
    assert owner.asks()["steps"] == 5
    assert owner.asks(DREAMGEN_STEPS="4")["steps"] == 4
    assert owner.asks("--steps", "3", DREAMGEN_STEPS="4")["steps"] == 3
    assert owner.asks("--no-config")["steps"] == 16
    assert owner.asks(DREAMGEN_CONFIG="")["steps"] == 16
    assert owner.asks(DREAMGEN_STEPS="")["steps"] == 5


def test_a_preset_wins_over_the_file_but_for_what_is_about_the_machine(owner):
    (owner.user.folder / "mine.toml").write_text('steps = 7\ndevice = "cuda"\nmemory = "9GB"\n')
    for key, value in (("steps", "5"), ("views", "2"), ("device", "cpu"), ("memory", "1GB")):
        owner.user.gets("config", "set", key, value)
    made = owner.asks("--preset", "mine.toml")
    assert (made["steps"], made["views"], made["device"]) == (7, 2, "cpu")
    assert made["memory"] == "1024MB"
    assert owner.asks("--preset", "mine.toml", DREAMGEN_STEPS="4")["steps"] == 4


def test_a_preset_of_ones_own_is_as_one_that_is_typed(owner):
    owner.user.gets("config", "set", "preset", "washed")
    assert owner.asks() == owner.asks("--preset", "washed", "--no-config")
    assert owner.asks(DREAMGEN_PRESET="classic") != owner.asks()
    assert owner.asks("--preset", "washed", DREAMGEN_PRESET="wahsed") == owner.asks()
    said = owner.user.is_told("render", "noise", DREAMGEN_PRESET="wahsed")
    assert "DREAMGEN_PRESET: there is no preset 'wahsed' (did you mean washed?)" in said


def test_options_are_named_as_they_are_typed(owner):
    owner.user.gets("config", "set", "octave-ratio", "1.3")
    owner.user.gets("config", "set", "regularisers", '["jitter", "blur(start=2)"]')
    owner.user.gets("config", "set", "zoom.seconds", "2")
    made = owner.asks(
        DREAMGEN_LAYER="3",
        DREAMGEN_OCTAVES="2",
        DREAMGEN_EFFECT='["fade", "crumple"]',
        DREAMGEN_LOADER="svg",
        DREAMGEN_WHERE="marks",
    )
    assert made["octaves"] == {"count": 2, "ratio": 1.3, "step_decay": 0.8}
    assert made["regularisers"] == ["jitter", "blur(start=2)"]
    assert made["layer"] == 3
    assert made["effects"] == ["fade", "crumple"]
    assert made["loader"] == "svg(where=marks)"
    zoom = ("zoom", "noise", "--dry-run")
    assert tomllib.loads(owner.user.gets(*zoom, DREAMGEN_FPS="9"))["zoom"]["seconds"] == 2
    assert tomllib.loads(owner.user.gets(*zoom, DREAMGEN_FPS="9"))["zoom"]["fps"] == 9


def test_every_option_that_sets_a_recipe_has_a_variable():
    from dreamgen.cli.shared.options import RECIPE_OPTIONS
    from dreamgen.cli.shared.write_command import FILM_OPTIONS, ZOOM_OPTIONS

    keys = {key for keys in list_variables().values() for key in keys}
    assert set(RECIPE_OPTIONS) - {"preset", "settings", "strength"} <= keys
    assert keys >= ZOOM_OPTIONS | FILM_OPTIONS
    assert "input" not in keys


def test_a_result_needs_no_defaults_to_be_made_again(owner):
    owner.user.gets("config", "set", "size", "48")
    owner.user.gets("config", "set", "quiet", "true")
    done = owner.user.types("render", "noise", "-o", "a.png", DREAMGEN_STEPS="1", DREAMGEN_SEED="5")
    assert (done.returncode, done.stderr) == (0, b"")
    made = tomllib.loads(owner.user.gets("recipe", "a.png"))
    assert (made["size"], made["steps"], made["seed"]) == (48, 1, 5)
    owner.user.gets("rerun", "a.png", "-o", "b.png", DREAMGEN_CONFIG="")
    again = owner.user.types("rerun", "a.png", "-o", "c.png", DREAMGEN_STEPS="2")
    assert again.returncode == 0
    a, b, c = ((owner.user.folder / f"{name}.png").read_bytes() for name in "abc")
    assert a == b == c


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("siez", "3"), "unknown key 'siez' (did you mean size?)"),
        (("quite", "true"), "unknown key 'quite' (did you mean quiet?)"),
        (("size", "huge"), "size = 'huge': must be pixels"),
        (("objective", "chanel(3)"), "there is no objective 'chanel' (did you mean channel?)"),
        (("preset", "wahsed"), "there is no preset 'wahsed' (did you mean washed?)"),
        (("quiet", "maybe"), "quiet = 'maybe': must be true or false"),
        (("octaves.cuont", "3"), "(did you mean count?)"),
        (("input", "noise"), "input is of one picture alone: give it with the command"),
    ],
)
def test_what_cannot_be_used_is_not_set(owner, words, said):
    message = owner.user.is_told("config", "set", *words)
    assert said in message
    assert message.startswith(f"dreamgen: {owner.path}: ")
    assert not owner.path.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("steps = 'many'", "steps: 'many': must be a number or a formula"),
        ("stepz = 3", "unknown key 'stepz' (did you mean steps"),
        ("steps = ", "is not valid TOML"),
        ("preset = 3", "preset = 3: must be a preset's name"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_its_key(owner, text, said):
    owner.path.parent.mkdir()
    owner.path.write_text(text)
    message = owner.user.is_told("render", "noise")
    assert said in message
    assert str(owner.path) in message
    assert owner.asks("--no-config")["steps"] == 16


def test_a_variable_that_is_wrong_is_named(user):
    said = user.is_told("render", "noise", DREAMGEN_STEPS="many")
    assert "DREAMGEN_STEPS: steps: 'many': must be a number or a formula" in said
    said = user.is_told("render", "noise", DREAMGEN_QUIET="maybe")
    assert "DREAMGEN_QUIET = 'maybe': must be 1 or 0" in said
    done = user.types("render", "noise", "--dry-run", DREAMGEN_STEPZ="3", DREAMGEN_OTHER="1")
    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == [
        "dreamgen: DREAMGEN_STEPZ is no variable of dreamgen's (did you mean DREAMGEN_STEPS?)"
    ]


def test_the_listing_shows_file_and_variables(owner):
    owner.user.gets("config", "set", "octaves", "4")
    words = ("config",)
    assert owner.user.gets(*words, DREAMGEN_SEED="7").splitlines() == [
        str(owner.path),
        "octaves.count  = 4",
        "DREAMGEN_SEED  = 7",
    ]
    shown = json.loads(owner.user.gets(*words, "--json", DREAMGEN_SEED="7"))
    assert shown == {
        "schema": 1,
        "path": str(owner.path),
        "values": {"octaves.count": 4},
        "variables": {"DREAMGEN_SEED": "7"},
    }


def test_the_options_of_a_film_have_defaults_which_make_no_film_of_a_zoom(owner):
    frames = [Image.new("L", (64, 48), grey) for grey in (0, 90)]
    frames[0].save(owner.user.folder / "clip.gif", save_all=True, append_images=frames[1:])

    def asks(command, **variables):
        done = owner.user.types(command, "clip.gif", "--dry-run", **variables)
        assert done.returncode == 0, done.stderr
        return tomllib.loads(done.stdout.decode())

    owner.user.gets("config", "set", "past", "0.5")
    owner.user.gets("config", "set", "film.steps", "2")
    owner.user.gets("config", "set", "fps", "12")
    assert tomllib.loads(owner.path.read_text()) == {
        "film": {"past": 0.5, "steps": 2, "fps": 12},
        "zoom": {"fps": 12},
    }
    given = {"DREAMGEN_EVERY": "3", "DREAMGEN_FROM": "0:00.1", "DREAMGEN_SPEED": "1.2"}
    film, zoom, still = (asks(command, **given) for command in ("film", "zoom", "render"))
    assert film["film"] == film["film"] | {
        "past": 0.5, "steps": 2, "fps": 12, "every": 3, "start": 0.1
    }  # fmt: skip
    assert (zoom["zoom"]["fps"], zoom["zoom"]["motion"]) == (12, "zoom(1.2)")
    assert ("zoom" in film, "film" in zoom, still.keys() & {"film", "zoom"}) == (
        False,
        False,
        set(),
    )
    assert asks("film", DREAMGEN_PAST="0.25", DREAMGEN_FPS="6")["film"]["fps"] == 6
    owner.user.gets("config", "unset", "fps")
    assert tomllib.loads(owner.path.read_text()) == {"film": {"past": 0.5, "steps": 2}}
    assert "film.every = 0" in owner.user.is_told("film", "noise", DREAMGEN_EVERY="0")


def test_a_key_is_taken_out_again(owner):
    owner.user.gets("config", "set", "octaves", "4")
    owner.user.gets("config", "set", "steps", "4")
    assert "steps is not set" not in owner.user.gets("config", "unset", "octaves")
    assert owner.asks()["octaves"]["count"] == 5
    assert "set are: steps" in owner.user.is_told("config", "unset", "seed")
    owner.user.gets("config", "unset", "steps")
    assert owner.path.read_text().strip() == ""


def test_comments_stay():
    text = "# mine\nsteps = 3  # few\n\n[octaves]\n# small\ncount = 4\n"
    assert set_key(text, {"octaves": {"ratio": 1.3}}) == text + "ratio = 1.3\n"
    assert set_key(text, {"steps": 9}) == text.replace("3", "9")
    assert unset_key(text, "octaves.count").startswith("# mine\nsteps = 3  # few\n")
    assert unset_key(text, "octaves.ratio") == text
    assert unset_key(text, "steps.count") == text


def test_the_file_is_in_the_users_folder_unless_a_variable_says_otherwise(monkeypatch):
    assert find_config() is None  # tests leave the defaults of whoever runs them aside
    monkeypatch.delenv("DREAMGEN_CONFIG")
    assert find_config().name == "config.toml"
    monkeypatch.setenv("DREAMGEN_CONFIG", "~/x.toml")
    assert "~" not in str(find_config())


def test_python_calls_know_no_defaults(owner, monkeypatch):
    from dreamgen.render.session import Session

    owner.user.gets("config", "set", "seed", "5")
    monkeypatch.setenv("DREAMGEN_STEPS", "3")
    assert Session().compose("noise").steps == Recipe().steps
    assert read_defaults().above == [("DREAMGEN_STEPS", {"steps": 3})]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("jitter, blur", "several components stand in brackets, as [jitter, blur(start=2)]"),
        ("[jitter, blur", "expected ',' or ']' at character 14, not its end"),
        ("[jitter blur]", "expected ',' or ']' at character 9, not 'blur]'"),
    ],
)
def test_a_list_of_components_says_what_it_lacks(user, text, said):
    assert said in user.is_told("render", "noise", "--dry-run", DREAMGEN_REGULARISER=text)
    assert "DREAMGEN_REGULARISER: " in user.is_told("render", "noise", DREAMGEN_REGULARISER=text)


def test_a_list_of_components_needs_no_quotes(owner):
    owner.user.gets("config", "set", "effect", "[fade, crumple(0.5)]")
    made = owner.asks(DREAMGEN_REGULARISER="[jitter, blur(start=2)]")
    assert made["regularisers"] == ["jitter", "blur(start=2)"]
    assert made["effects"] == ["fade", "crumple(0.5)"]
    assert owner.asks("--set", "effects=[]", "--no-config")["effects"] == []


def test_a_value_may_begin_with_a_dash(owner):
    assert "size = -3: must be pixels" in owner.user.is_told("config", "set", "size", "-3")
    objective = "-channel(3, 1)"
    owner.user.gets("config", "set", "objective", objective)
    assert tomllib.loads(owner.path.read_text())["objective"] == objective


def test_a_file_that_is_named_but_missing_is_said(owner):
    done = owner.user.types("render", "noise", "--dry-run")
    assert f"DREAMGEN_CONFIG names {owner.path}, which is not there" in done.stderr.decode()
    owner.user.gets("config", "set", "steps", "5")
    assert owner.user.types("render", "noise", "--dry-run").stderr == b""


def test_an_atlas_takes_ones_own_size(owner):
    words = ("atlas", "--channels", "0,1", "--layer", "2", "-o", "a.png", "--force", "-q")
    quick = {"DREAMGEN_STEPS": "1", "DREAMGEN_OCTAVES": "1"}
    sizes = []
    for more in ({}, {"DREAMGEN_SIZE": "48"}):
        owner.user.gets(*words, **quick, **more)
        sizes.append(tomllib.loads(owner.user.gets("recipe", "a.png"))["size"])
    assert sizes == [160, 48]


def test_quiet_by_default_is_quiet_in_every_command(owner):
    jobs = owner.user.folder / "jobs.toml"
    jobs.write_text("[[render]]\ninput = 'noise'\nsize = 32\nsteps = 1\nout = 'a.png'\n")
    owner.user.gets("config", "set", "quiet", "true")
    for words in (("run", "jobs.toml"), ("rerun", "a.png")):
        assert owner.user.types(*words).stderr == b""
    assert owner.user.types("rerun", "a.png", DREAMGEN_QUIET="0").stderr != b""


@pytest.fixture
def editor(owner, monkeypatch):
    """Let an editor write what is put into a file: return the function that puts it there."""
    script = owner.user.folder / "write.py"
    said = owner.user.folder / "text.toml"
    script.write_text(
        "import shutil, sys\n"
        f"print(open(sys.argv[1]).read(), file=open({str(owner.user.folder / 'seen')!r}, 'w'))\n"
        f"shutil.copy({str(said)!r}, sys.argv[1])\n"
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    return said.write_text


def test_the_file_is_edited_and_replaced_if_it_is_valid(owner, editor):
    owner.user.gets("config", "set", "steps", "4")
    editor("# mine\nsteps = 7\n")
    assert owner.user.gets("config", "edit").strip() == str(owner.path)
    assert (owner.user.folder / "seen").read_text() == "steps = 4\n\n"
    assert owner.path.read_text() == "# mine\nsteps = 7\n"
    assert [path.name for path in owner.path.parent.iterdir()] == ["config.toml"]


def test_what_was_edited_is_kept_until_it_is_valid(owner, editor):
    owner.user.gets("config", "set", "steps", "4")
    for text, problem in (
        ("stepz = 7\n", "(did you mean steps"),
        ("steps = [\n", "is not valid TOML"),
    ):
        editor(text)
        done = owner.user.types("config", "edit")
        assert done.returncode == 2
        assert problem in done.stderr.decode()
        assert f"goes on with {owner.path.parent / 'config.draft.toml'}" in done.stderr.decode()
        assert owner.path.read_text() == "steps = 4\n"
    editor("steps = 9\n")
    owner.user.gets("config", "edit")
    assert (owner.user.folder / "seen").read_text() == "steps = [\n\n"
    assert owner.asks()["steps"] == 9


def test_an_editor_that_fails_changes_nothing(owner, monkeypatch):
    owner.user.gets("config", "set", "steps", "4")
    monkeypatch.setenv("VISUAL", "no-such-editor -w")
    assert (
        "cannot be edited with no-such-editor" in owner.user.types("config", "edit").stderr.decode()
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} -c 'raise SystemExit(3)'")
    done = owner.user.types("config", "edit")
    assert (done.returncode, b"ended with code 3" in done.stderr) == (1, True)
    assert owner.path.read_text() == "steps = 4\n"


def test_help_says_so_once(user):
    said = " ".join(user.gets("render", "--help").split())
    assert said.count("DREAMGEN_SIZE") == 1
    assert "dreamgen config" in said
