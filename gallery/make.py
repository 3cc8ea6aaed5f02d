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
        r"^    (dreamgen .+)$", (HERE / "README.md").read_text("utf-8"), re.MULTILINE
    )
    found = [shlex.split(line) for line in lines]
    return {Path(words[words.index("-o") + 1]).name: words[1:] for words in found}


def main() -> None:
    made = commands()
    wanted = sys.argv[1:] or list(made)
    for name in wanted:
        if name not in made:
            sys.exit(f"{name} is none of {', '.join(made)}")
        words = [sys.executable, "-m", "dreamgen", *made[name], "--force"]
        subprocess.run(words, cwd=HERE.parent, check=True)


if __name__ == "__main__":
    main()
