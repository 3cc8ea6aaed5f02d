"""README and pages must tell the truth: their commands parse, the plugin works, pictures exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from dreamgen.cli.shared.compose import compose_recipe
from dreamgen.cli.shared.find_command import find_command
from dreamgen.plugins.registry import Registry
from dreamgen.render.session import Session

ROOT = Path(__file__).parents[1]
NAMES = [
    "README.md",
    "gallery/README.md",
    *(f"docs/{name}.md" for name in ("charts", "objectives", "plugins")),
]
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}
PLACES = ("*.md", "docs/*.md", "gallery/*.md", "plugins/*/*.md", "spaces/*.md", "src/**/*.md")
LINKED = sorted(str(page.relative_to(ROOT)) for place in PLACES for page in ROOT.glob(place))


def list_commands(text: str) -> list[list[str]]:
    """Return the words of every dreamgen command of an indented block, in order."""
    lines = [line[4:] for line in text.splitlines() if line.startswith("    dreamgen ")]
    parts = [
        part.partition(" > ")[0] for line in lines for part in line.partition("  #")[0].split("; ")
    ]
    return [shlex.split(part, comments=True)[1:] for part in parts]


COMMANDS = {" ".join(words): words for text in PAGES.values() for words in list_commands(text)}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_every_command_has_words_that_are_understood(words, tmp_path, monkeypatch):
    """Pictures are planned, with every component built; nothing is loaded or written."""
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text("steps = 3\n")  # what the tour makes by redirection
    monkeypatch.setattr("dreamgen.cli.shared.dry_run.check_files", lambda *given: None)
    monkeypatch.setattr("dreamgen.cli.shared.make_grid.make_sheet", lambda *made, **more: None)
    command = find_command(words[0], words[1:], Registry.default(installed=False))
    assert not any(word.startswith("{") for word in words)
    makes_a_sheet = words[0] in ("sweep", "atlas") or "--vary" in words
    if words[0] in ("render", "zoom") and not makes_a_sheet and "--watch" not in words:
        command.main([*words[1:], "--dry-run"], standalone_mode=False)
    elif makes_a_sheet:
        command.main(words[1:], standalone_mode=False)
    else:
        with command.make_context(words[0], words[1:]):
            pass


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES)
def test_every_file_that_a_command_reads_is_there_or_was_made_by_a_line_before(text):
    made = {"glow.py", "mine.toml"}  # the plugin of the page itself, and what a line redirects to
    made |= set(re.findall(r"^    python .+ -o (\S+)$", text, re.MULTILINE))
    for words in list_commands(text):
        out = words[words.index("-o") + 1] if "-o" in words else ""
        named = re.findall(r"[\w./-]+\.(?:png|jpg|svg|gif|webp|html|csv|toml|py)", " ".join(words))
        for name in set(named) - {out}:
            assert name in made or (ROOT / name).exists(), (name, words)
        made.add(out)


def test_the_plugin_works(tmp_path, dreamgen_plugin):
    path = tmp_path / "glow.py"
    path.write_text(re.search(r"```python\n(.*?)```", PAGES["docs/plugins.md"], re.DOTALL)[1])
    glow = dreamgen_plugin(path)
    assert glow.check() == []
    session = Session(glow.registry)
    recipe = compose_recipe("noise", {"regularisers": ["jitter", "glow(0.3)"]}, session)
    assert session.plan(recipe).regularisers[1].amount == 0.3
    assert glow.build("regularisers", "glow").amount == 0.2


def test_the_test_command_installs_every_plugin_of_the_repository():
    (command,) = [line for line in PAGES["README.md"].splitlines() if "python -m pytest" in line]
    for project in ROOT.glob("plugins/*/pyproject.toml"):
        name = f"plugins/{project.parent.name}"
        assert f"-e {name} " in command or f"-e '{name}[test]' " in command


@pytest.mark.parametrize("page", LINKED)
def test_every_file_and_heading_that_is_linked_to_exists(page):
    here = ROOT / page
    links = re.findall(r"\]\(([^):]*)\)", here.read_text(encoding="utf-8"))
    for link in links:
        name, _, anchor = link.partition("#")
        there = here.parent / name if name else here
        assert there.exists(), link
        assert not anchor or anchor in list_anchors(there), link


def list_anchors(page: Path) -> list[str]:
    """Return what links call the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]


def test_the_index_names_every_page_and_plugin():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in ROOT.glob("docs/*.md"):
        assert page.name == "README.md" or f"]({page.name})" in index, page.name
    for project in ROOT.glob("plugins/*/pyproject.toml"):
        assert f"](../plugins/{project.parent.name})" in index, project.parent.name
