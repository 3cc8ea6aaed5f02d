"""Make the gallery's pictures again: all commands of README.md, or those whose files are named."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def commands() -> dict[str, list[str]]:
    """Return each picture's file and the words of the command that makes it."""
    lines = re.findall(
        r"^    ((?:dreamgen|python) .+)$", (HERE / "README.md").read_text("utf-8"), re.MULTILINE
    )
    found = [shlex.split(line) for line in lines]
    return {Path(words[words.index("-o") + 1]).name: words for words in found}


def run(words: list[str]) -> None:
    program, *rest = words
    own = rest if program == "python" else ["-m", "dreamgen", *rest, "--force"]
    subprocess.run([sys.executable, *own], cwd=HERE.parent, check=True)


def main() -> None:
    made = commands()
    wanted = sys.argv[1:] or list(made)
    for name in wanted:
        if name not in made:
            sys.exit(f"{name} is none of {', '.join(made)}")
        run(made[name])


if __name__ == "__main__":
    main()
