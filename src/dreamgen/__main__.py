"""``python -m dreamgen`` is the command ``dreamgen``."""

from dreamgen.cli.main import main

main()
