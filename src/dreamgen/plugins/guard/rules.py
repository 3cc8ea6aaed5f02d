"""Which method of which kind of component is held to what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dreamgen.plugins.guard import returns


@dataclass(frozen=True)
class Rule:
    """What a method must return, found out by ``check(returned, *arguments)``.

    check: raises AssertionError, one sentence, for what is wrong.
    returns: the rule of the function that the method returns, if it returns one.
    keeps: whether it must leave the tensors that it is given as they are.
    spare: what it may raise; the caller knows what to do about it.
    """

    check: Callable[..., None] = lambda *arguments: None
    returns: Rule | None = None
    keeps: bool = False
    spare: tuple[type[Exception], ...] = ()


ANYTHING = Rule()
SCORE = Rule(returns.check_score, keeps=True)

RULES: dict[str, dict[str, Rule]] = {
    "objectives": {
        "with_pictures": Rule(returns.check_objective),
        "layers": Rule(returns.check_layers),
        "bind": Rule(returns.check_function, returns=SCORE),
        "bind_layer": Rule(returns.check_function, returns=SCORE),
        "score": SCORE,
    },
    "regularisers": {
        "at": Rule(returns.check_regulariser),
        "view": Rule(returns.check_view),
        "gradient": Rule(returns.check_gradient),
        "penalty": Rule(returns.check_penalty),
        "distance": Rule(returns.check_distance),
    },
    "parameterisations": {
        "encode": Rule(returns.check_encoded),
        "decode": Rule(returns.check_decoded),
        "project": Rule(returns.check_projected),
    },
    "optimisers": {"start": Rule(returns.check_function, returns=Rule(returns.check_step))},
    "motions": {"matrix": Rule(returns.check_matrix)},
    "curves": {"read": Rule(returns.check_read)},
    "effects": {"apply": Rule(returns.check_frame, keeps=True)},
    "loaders": {
        "accepts": ANYTHING,
        "load": Rule(returns.check_picture),
        "convert": Rule(returns.check_source),
        "source_of": Rule(returns.check_source_of),
    },
    "outputs": {
        "check": ANYTHING,
        "write": Rule(returns.check_written, spare=(OSError,)),
        "read_recipe": Rule(returns.check_text),
    },
    "backbones": {
        "accepts": ANYTHING,
        "list_names": Rule(returns.check_names),
        "load": Rule(returns.check_model),
        "reads": Rule(returns.check_names),
        "outline": Rule(returns.check_module, spare=(NotImplementedError,)),
    },
}
"""The methods that dreamgen calls, by kind of component and name."""
