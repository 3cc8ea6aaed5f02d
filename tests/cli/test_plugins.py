"""Plugins as their authors and users handle them: begun, checked, switched off and on."""

from __future__ import annotations


def test_begin_check_use(user):
    begun = user.types("plugins", "new", "glow", "--one-file")
    assert begun.stdout.decode() == "glow.py\n"
    assert "dreamgen plugins check glow.py" in begun.stderr.decode()
    assert "regulariser glow: sound" in user.gets("plugins", "check", "glow.py")
    quick = ("--size", 64, "--steps", 1, "--octaves", 1, "-q", "-o", "a.png")
    user.gets("render", "noise", "--plugin", "glow.py", "--regulariser", "glow(0.3)", *quick)


def test_a_broken_promise_is_named_and_the_command_fails(user):
    user.gets("plugins", "new", "glow", "--one-file")
    path = user.folder / "glow.py"
    path.write_text(path.read_text().replace("return gradient +", "return 0 * gradient[1:] +"))
    done = user.types("plugins", "check", "glow.py")
    assert done.returncode == 1
    assert "regulariser glow: BROKEN: its gradient must be of shape" in done.stdout.decode()
    raising = 'exec("raise ValueError(chr(27))")'
    path.write_text(path.read_text().replace("gradient[1:]", raising))
    assert r"ValueError: \x1b" in user.types("plugins", "check", "glow.py").stdout.decode()
    path.write_text("import no_such_module_at_all")
    done = user.types("plugins", "check", "glow.py")
    assert done.returncode == 1
    assert "no_such_module_at_all" in done.stdout.decode()


def test_switched_off_and_on_again(user):
    folder = user.folder / ".config" / "dreamgen" / "plugins"
    folder.mkdir(parents=True)
    user.gets("plugins", "new", "glow", "--one-file")
    (user.folder / "glow.py").rename(folder / "glow.py")
    assert "regularisers: glow" in user.gets("plugins")
    assert "glow is switched off" in user.gets("plugins", "disable", "Glow")
    assert "regularisers: glow" not in user.gets("plugins")
    assert "`dreamgen plugins enable glow`" in user.gets("plugins")
    assert "glow is switched on" in user.gets("plugins", "enable", "glow")
    assert "regularisers: glow" in user.gets("plugins")
    off = {"DREAMGEN_PLUGINS_DISABLED": "glow"}
    assert "stays off as long as" in user.is_told("plugins", "enable", "glow", **off)


def test_bad_input_is_one_sentence(user):
    (user.folder / "folder").mkdir()
    for words, told in (
        (("check", "nothing"), "there is no plugin 'nothing'"),
        (("check", "nothing.py"), "nothing.py: there is no such file"),
        (("check", "folder"), "folder is a folder: install it"),
        (("new", "blur"), "there is a regulariser 'blur' already"),
        (("new", "glow", "--kind", "efect"), "did you mean effect"),
        (("new", "glow", "--kind", "option"), "an option goes with a component"),
        (("disable", "dreamgen"), "the built-ins cannot be switched off"),
        (("disable", "glow"), "there is no plugin 'glow'"),
        (("enable", "glow"), "'glow' is not switched off"),
        (("nwe", "glow"), "no such command 'nwe'"),
    ):
        assert told in user.is_told("plugins", *words)
