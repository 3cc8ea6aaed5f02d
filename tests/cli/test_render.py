"""Rendering as a user does it, in an empty folder."""

from __future__ import annotations

import signal
import sys

import numpy as np
import pytest
from huggingface_hub import constants
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from dreamgen.backbones.sources import hub

QUICK = ("--size", 96, "--steps", 2, "--octaves", 2)


def pixels(path):
    return np.asarray(Image.open(path).convert("RGBA")).astype(int)


@pytest.mark.parametrize(
    ("backbone", "server"),
    [
        ("regnetx_002", "the hub"),
        ("torchvision(squeezenet1_1)", "download.pytorch.org"),
        ("hf-hub:nobody/nothing", "the hub"),
    ],
)
def test_without_a_network_a_download_fails_in_one_sentence(user, monkeypatch, backbone, server):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(hub, "_is_reachable", lambda url: False)
    told = user.is_told("render", "sample:cat", *QUICK, "--backbone", backbone, "-q", code=1)
    assert f"{server} cannot be reached for the weights of {backbone}; give a file" in told
    assert "--weights" in told
    assert "--backbone bestiary" in told


def test_a_chart_is_dreamed_and_its_words_stay(user):
    out = user.gets("render", "sample:penguins", *QUICK, "--size", 320, "--steps", 6, "-o", "a.png")
    assert out == "a.png\n"
    user.gets("render", "sample:penguins", *QUICK, "--size", 320, "-o", "b.png", "--steps", 0)
    dreamed, plain = pixels(user.folder / "a.png"), pixels(user.folder / "b.png")
    assert dreamed.shape == (213, 320, 4)
    change = np.abs(dreamed - plain)[..., :3].max(-1)
    title = plain[5:20, 40:230, :3].max(-1) < 100
    assert title.sum() > 200
    assert change[5:20, 40:230][title].max() <= 1
    assert np.median(change) > 5


def test_a_drawing_dreams_inside_its_outline_only(user):
    user.gets("render", "sample:rex", *QUICK, "-o", "rex.png")
    user.gets("render", "sample:rex", *QUICK, "--steps", 0, "-o", "plain.png")
    dreamed, plain = pixels(user.folder / "rex.png"), pixels(user.folder / "plain.png")
    assert np.array_equal(dreamed[..., 3], plain[..., 3])
    outside, inside = plain[..., 3] == 0, plain[..., 3] == 255
    assert outside.mean() > 0.3
    change = np.abs(dreamed - plain)[..., :3].max(-1)
    assert change[outside].max() == 0
    assert np.median(change[inside]) > 4


def test_rerun_gives_the_same_pixels(user, shell):
    """In a process of its own, which shares nothing with the first."""
    words = ("--backbone", "resnet18", "--weights", "random")
    expression = "channel(3, 12) + 0.5*layer(2)"
    user.gets("render", "sample:bars", *QUICK, *words, "--objective", expression, "-o", "x.png")
    shell.gets("rerun", "x.png", "-o", "y.png")
    assert np.array_equal(pixels(user.folder / "x.png"), pixels(user.folder / "y.png"))
    recipe = user.gets("recipe", "y.png")
    assert 'objective = "channel(3, 12) + 0.5*layer(2)"' in recipe
    assert recipe == user.gets("recipe", "x.png")
    user.gets("rerun", "x.png", "--set", "seed=5", "-o", "z.jpg")
    assert "seed = 5" in user.gets("recipe", "z.jpg")


def test_without_a_name_the_result_is_numbered_rather_than_overwritten(user):
    assert user.gets("render", "sample:rex", *QUICK, "-q") == "rex-dream.png\n"
    assert user.gets("render", "sample:rex", *QUICK, "-q") == "rex-dream-2.png\n"
    named = user.gets("render", "--preset", "reptile-skin", *QUICK, "-q")
    assert named == "reptile-skin.png\n"


def test_before_and_after_side_by_side(user):
    words = ("--set", "output.use=compare", "-o", "both.webp")
    user.gets("render", "sample:cat", *QUICK, *words)
    both = Image.open(user.folder / "both.webp")
    assert both.width > 2 * 96
    assert 'output = "compare"' in user.gets("recipe", "both.webp")


def test_a_picture_from_standard_input(user):
    from importlib import resources

    data = (resources.files("dreamgen") / "samples" / "cat.jpg").read_bytes()
    user.gets("render", "-", *QUICK, "-o", "in.png", stdin=data)
    assert Image.open(user.folder / "in.png").size == (96, 64)


def test_a_dry_run_prints_a_recipe_that_renders_the_same(user):
    words = ("sample:cat", *QUICK, "--layer", "2", "--set", "octaves.ratio=1.5")
    (user.folder / "my.toml").write_text(user.gets("render", *words, "--dry-run"))
    user.gets("render", *words, "-o", "a.png")
    user.gets("render", "--preset", "my.toml", "-o", "b.png")
    assert np.array_equal(pixels(user.folder / "a.png"), pixels(user.folder / "b.png"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["absent.png"], "there is no file absent.png"),
        (["sample:cat", "-o", "nowhere/x.png"], "there is no folder nowhere"),
        (["sample:cat", "-o", "x.xyz"], "the suffix '.xyz' is none of"),
    ],
)
def test_a_dry_run_finds_what_needs_no_network(user, words, sentence):
    assert sentence in user.is_told("render", *words, "--dry-run")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["absent.png"], "there is no file absent.png"),
        (["sample:pengins"], "did you mean penguins"),
        (["--preset", "psychedelic-plt"], "did you mean psychedelic-plot"),
        ([], "no input"),
        (["sample:cat", "--set", "octaves.cont=3"], "did you mean count"),
        (["sample:cat", "--objective", "chanel(3, 1)"], "did you mean channel"),
        (["sample:cat", "--objective", "channel(3)"], "'channel' is required"),
        (["sample:cat", "--objective", "layer(2)", "--layer", "3"], "--layer: the objective names"),
        (["sample:cat", "--regulariser", "blur(strat=2)"], "did you mean start"),
        (["sample:cat", "-o", "nowhere/x.png"], "there is no folder nowhere"),
        (["sample:cat", "-o", "x.xyz"], "the suffix '.xyz' is none of"),
        (["sample:cat", "-o", ""], "-o: is empty"),
        (["sample:cat", "-o", "x" * 300 + ".png"], "File name too long"),
        (["sample:cat", "-o", "x.png", "--set", "output.use=jpeg"], "jpeg writes .jpg, .jpeg"),
        (["sample:cat", "-o", "x.gif", "--set", "output.use=compare"], "compare writes .png"),
        (["sample:cat", "--set", "output.use=pgn"], "did you mean png"),
        (["sample:cat", "--steps", "many"], "--steps: 'many': must be a number or a formula"),
        (["sample:cat", "--stpes", "3"], "there is no option --stpes (did you mean --steps?)"),
        (["sample:cat", "--preset", ""], "there is no preset ''"),
        (["sample:cat", "--preset", "."], "preset '.' is a folder: must be a preset's name, or a"),
        (["sample:cat", "--preset", "/etc/passwd"], "preset '/etc/passwd' is a file: must be"),
        ([""], "'' is no file's name"),
        (["/dev/null"], "/dev/null is a device, not a file"),
        (["sample:cat", "--backbone", "resnet81"], "did you mean resnet18"),
        (["sample:cat", "--backbone", "mine.safetensors"], "mine.safetensors"),
        (["sample:cat", "--layer", "²"], "there is no layer '²'"),
        (["sample:cat", "--layer", "9" * 5000], "there is no layer '9999"),
        (["sample:cat", "--layer", "99"], "layers 1-8"),
        (["sample:cat", "--objective", "channel(1, 4000)"], "channels 0 to 63"),
        (["sample:cat", "--set", "background=blurple"], "must be a CSS colour"),
        (["sample:cat", "--mask", "absent.png"], "there is no file absent.png"),
        (["sample:cat", "--objective", "guide(absent.png)"], "there is no file absent.png"),
        (["sample:cat", "--objective", "guide(sample:cat, places=here)"], "'alike' or 'same'"),
    ],
)
def test_bad_input_is_one_sentence(user, words, sentence):
    assert sentence in user.is_told("render", *words)


def test_files_that_are_no_pictures(user):
    (user.folder / "empty.png").write_bytes(b"")
    (user.folder / "text.png").write_text("hello")
    (user.folder / "folder.png").mkdir()
    assert "empty.png is empty" in user.is_told("render", "empty.png")
    assert "text.png" in user.is_told("render", "text.png")
    assert "there is no file in folder.png" in user.is_told("render", "folder.png")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_leaves_the_older_result(shell):
    import resource

    (shell.folder / "old.png").write_bytes(b"precious")

    def fill_up() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    words = ("render", "sample:cat", *QUICK, "-q", "--force", "-o", "old.png")
    assert "File too large" in shell.is_told(*words, code=1, before=fill_up)
    assert (shell.folder / "old.png").read_bytes() == b"precious"


@pytest.mark.parametrize(
    ("happens", "code", "sentence"),
    [
        ("torch.empty(2**50)", 1, "there is not enough memory"),
        ("signal.raise_signal(signal.SIGINT)", 130, "interrupted; nothing was written"),
    ],
)
def test_what_stops_a_dream_is_one_sentence(user, happens, code, sentence):
    # Started in the background, as tests may be, a shell's children would ignore Ctrl-C.
    (user.folder / "trouble.py").write_text(
        "import signal, torch\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from dreamgen import Entry, Regulariser, hookimpl\n"
        "class Trouble(Regulariser):\n"
        "    def gradient(self, gradient, progress):\n"
        f"        {happens}\n"
        "        return gradient\n"
        "@hookimpl\n"
        "def dreamgen_regularisers():\n"
        "    return [Entry('trouble', 'trouble:Trouble', 'happens while dreaming')]\n"
    )
    words = ("--plugin", "trouble.py", "--regulariser", "trouble", "-q", "-o", "x.png")
    message = user.is_told("render", "sample:cat", *QUICK, *words, code=code)
    assert message.startswith(f"dreamgen: {sentence}")


def test_an_older_result_survives_a_failure_while_running(user):
    (user.folder / "old.png").write_bytes(b"precious")
    broken = user.folder / "broken.py"
    broken.write_text(
        "from dreamgen import Entry, Regulariser, hookimpl\n"
        "class Nothing(Regulariser):\n"
        "    def gradient(self, gradient, progress):\n"
        "        return gradient * float('nan')\n"
        "@hookimpl\n"
        "def dreamgen_regularisers():\n"
        "    return [Entry('nothing', 'broken:Nothing', 'not a number')]\n"
    )
    words = ("--plugin", broken, "--regulariser", "nothing", "-q")
    message = user.is_told(
        "render", "sample:cat", *QUICK, *words, "--force", "-o", "old.png", code=1
    )
    assert "must be finite everywhere" in message
    assert (user.folder / "old.png").read_bytes() == b"precious"


def test_a_rerun_asks_for_an_input_that_is_gone(user):
    Image.new("RGB", (48, 48), "teal").save(user.folder / "in.png")
    user.gets("render", "in.png", "--steps", 0, "-o", "x.png")
    (user.folder / "in.png").rename(user.folder / "moved.png")
    assert "its input was in.png, which is not here" in user.is_told("rerun", "x.png")
    user.gets("rerun", "x.png", "--input", "moved.png", "-o", "y.png")
    assert np.array_equal(pixels(user.folder / "x.png"), pixels(user.folder / "y.png"))


def test_the_output_asked_for_names_the_file(user):
    words = ("sample:cat", *QUICK, "--steps", 0, "--set", "output.use=jpeg")
    assert user.gets("render", *words) == "cat-dream.jpg\n"


def test_a_recipe_is_asked_of_a_picture_that_has_none(user):
    Image.new("RGB", (32, 32)).save(user.folder / "plain.png")
    assert "carries no dreamgen recipe" in user.is_told("recipe", "plain.png")
    assert "carries no dreamgen recipe" in user.is_told("rerun", "plain.png")


def test_a_broken_recipe_in_a_picture_is_not_printed(user):
    chunk = PngInfo()
    chunk.add_itxt("dreamgen", "made = 3\n")
    Image.new("RGB", (32, 32)).save(user.folder / "odd.png", pnginfo=chunk)
    assert "made = 3: must be a table" in user.is_told("recipe", "odd.png")
