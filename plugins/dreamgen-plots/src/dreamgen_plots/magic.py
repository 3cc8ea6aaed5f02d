"""``%%dream``: run a notebook's cell and dream the figure that it makes."""

from __future__ import annotations

import ast
import shlex
import sys
from typing import Any


def register(shell: Any) -> None:
    """Offer the magic in an IPython shell."""

    def dream_cell(line: str, cell: str) -> Any:
        """%%dream [PRESET] [--live] [--option value ...] [key=value ...]

        Dream the cell's last value, or else the open figure. The keys are those of
        ``dreamgen.dream()``, or the command line's: where=panel, --octave-ratio 1.3. With --live
        the dream shows itself growing, and the next cell may run meanwhile.
        """
        import dreamgen

        figure = _find_figure(shell, cell)
        if figure is None:
            raise dreamgen.BadInput("the cell gives no figure: end it with one")
        return dreamgen.dream(figure, **read_options(line))

    shell.register_magic_function(dream_cell, "cell", "dream")


def read_options(line: str) -> dict[str, Any]:
    """Return the keywords of :func:`dreamgen.dream` that a line stands for.

    >>> read_options("washed --octave-ratio 1.3 size=400")
    {'preset': 'washed', 'octave_ratio': 1.3, 'size': 400}
    """
    import tomllib

    from dreamgen import BadInput

    try:
        words = shlex.split(line)
    except ValueError as problem:
        raise BadInput(f"%%dream {line}: {str(problem).lower()}") from None
    given: dict[str, Any] = {"preset": "psychedelic-plot"}
    options = iter(words)
    for word in options:
        key, equals, value = word.removeprefix("--").partition("=")
        key = key.replace("-", "_")
        if not equals and not word.startswith("--"):
            given["preset"] = word
            continue
        if key == "live" and not equals:
            given[key] = True
            continue
        value = value if equals else next(options, "")
        try:
            given[key] = tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            given[key] = value
    return given


def _find_figure(shell: Any, cell: str) -> Any | None:
    """Run a cell in the notebook's own names; return its last value, or else the open figure."""
    value = _run_code(shell.transform_cell(cell), shell.user_ns)
    plots = sys.modules.get("matplotlib.pyplot")
    if plots is None or not plots.get_fignums():
        return value
    figure = plots.gcf()
    plots.close(figure)  # or the notebook would show the plain one too
    return figure if value is None else value


def _run_code(code: str, names: dict[str, Any]) -> Any:
    tree = ast.parse(code, "<dream>")
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        tree.body.pop()
    exec(compile(tree, "<dream>", "exec"), names)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "<dream>", "eval"), names)
