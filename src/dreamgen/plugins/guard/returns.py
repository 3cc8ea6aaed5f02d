"""What the methods of each kind of component must return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.plugins.guard.require import (
    require,
    require_like,
    require_picture,
    require_shape,
    require_type,
)

if TYPE_CHECKING:
    from torch import Tensor


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


def _check_layers(found: Any) -> None:
    is_list = isinstance(found, list | tuple) and found
    require(is_list, f"its layers must be a list with something in it, not {found!r}")
    for address in found:
        require_type(address, (int, str, type(None)), "a layer", "a number, a name or None")


def _check_score(score: Any, activation: Any) -> None:
    given: Tensor = activation if hasattr(activation, "dtype") else activation[0]
    require_shape(score, (), "its score")
    lost = given.requires_grad and not score.requires_grad
    require(not lost, "its score has lost its gradient (a detach, item or numpy?)")
    require_like(score.float(), given.float(), (), "its score")


def _check_regulariser(found: Any, progress: float) -> None:
    from dreamgen import Regulariser

    require_type(found, Regulariser, "what it returns", "a regulariser")


def _check_view(view: Any, picture: Tensor, rng: object) -> None:
    require_like(view, picture, (1, 3, None, None), "its view")
    require(view.requires_grad or not picture.requires_grad, "its view has lost the gradient")


def _check_gradient(found: Any, gradient: Tensor, progress: float) -> None:
    require_like(found, gradient, gradient.shape, "its gradient")


def _check_penalty(penalty: Any, pictures: Tensor) -> None:
    if penalty is not None:
        require_like(penalty, pictures, pictures.shape[:1], "its penalty")


def _check_distance(distance: Any, pictures: Tensor, source: Tensor) -> None:
    if distance is not None:
        require_like(distance, pictures, pictures.shape[:1], "its distance")


def _check_encoded(parameters: Any, picture: Tensor) -> None:
    require_shape(parameters, getattr(parameters, "shape", ()), "what it encodes")
    require(
        parameters.shape[:1] == picture.shape[:1],
        f"what it encodes must begin with the batch, {len(picture)}, not {tuple(parameters.shape)}",
    )


def _check_decoded(decoded: Any, parameters: Tensor, size: tuple[int, int]) -> None:
    require_shape(decoded, (len(parameters), 3, *size), "what it decodes")
    lost = parameters.requires_grad and not decoded.requires_grad
    require(not lost, "what it decodes has lost the gradient")
    finite = decoded.device.type != "cpu" or decoded.isfinite().all()
    require(finite or not parameters.isfinite().all(), "what it decodes must be finite everywhere")


def _check_projected(found: Any, parameters: Tensor) -> None:
    require_like(found, parameters, parameters.shape, "what it projects")


def _check_step(step: Any, gradient: Tensor, progress: float, *sums: Tensor) -> None:
    require_like(step, gradient, gradient.shape, "its step")


def _check_matrix(matrix: Any, seconds: float) -> None:
    import numpy as np

    try:
        values = np.asarray(matrix, dtype=float)
    except (TypeError, ValueError):
        raise AssertionError("its matrix must be 3x3 numbers") from None
    shape = "x".join(map(str, values.shape)) or "a single number"
    require(values.shape == (3, 3), f"its matrix must be 3x3, not {shape}")
    require(np.isfinite(values).all(), f"its matrix at {seconds:g} s must be finite")
    require(np.linalg.det(values) != 0, f"its matrix at {seconds:g} s cannot be undone")


def check_read(found: Any, *asked: object) -> None:
    """Raise AssertionError unless curves are as :meth:`dreamgen.Curves.read` must return them."""
    import numpy as np

    from dreamgen import Curve

    require(hasattr(found, "items"), "what it reads must be a dict of curves by name")
    for name, curve in found.items():
        require_type(curve, Curve, f"its {name}", "a Curve")
        values = curve.values
        is_line = isinstance(values, np.ndarray) and values.ndim == 1 and len(values) > 0
        require(is_line, f"the values of its {name} must be an array of shape (n,)")
        require(bool(np.isfinite(values).all()), f"the values of its {name} must be finite")
        require(curve.rate > 0, f"the rate of its {name} must be above 0")


RANGE_SLACK = 1.0
"""How far beyond 0..1 pixels may be: resampling overshoots; 0..255 is a mistake."""


def _check_frame(found: Any, frame: Any, source: Any, rng: object) -> None:
    from dreamgen.imaging.picture import Frame

    require_type(found, Frame, "what it makes of a frame", "a Frame")
    shape = tuple(frame.pixels.shape)
    require_picture(found.pixels, shape, "what it makes of a frame", RANGE_SLACK)
    require(found.pixels.is_floating_point(), "the frame's pixels must be float32")
    _check_plane(found.alpha, shape, "the frame's alpha")


def _check_plane(plane: Any, shape: Sequence[int], what: str) -> None:
    if plane is not None:
        require_picture(plane, (1, *shape[1:]), what, RANGE_SLACK)


def _check_picture(picture: Any, *asked: object) -> None:
    import torch

    from dreamgen.imaging.picture import Picture

    require_type(picture, Picture, "what it loads", "a Picture")
    require_shape(picture.pixels, (3, None, None), "the picture's pixels")
    kind = picture.pixels.dtype
    require(kind == torch.float32, f"the picture's pixels must be torch.float32, not {kind}")
    shape = tuple(picture.pixels.shape)
    require_picture(picture.pixels, shape, "the picture's pixels", RANGE_SLACK)
    for name in ("alpha", "mask", "protected"):
        _check_plane(getattr(picture, name), shape, f"the picture's {name}")


def _check_source(found: Any, *asked: object) -> None:
    from dreamgen import Source

    require_type(found, Source, "what it converts to", "a Source")
    require_type(found.data, bytes, "the source's data", "bytes")


def _check_source_of(found: Any, value: object) -> None:
    if found is not None:
        _check_source(found)


def _check_written(found: object, frames: object, path: Path, recipe: str) -> None:
    require(path.exists(), f"it wrote nothing to {path.name}")


def _check_text(text: Any, path: object) -> None:
    require_type(text, (str, type(None)), "the recipe that it reads", "a text or None")


def _check_model(model: Any, weights: object) -> None:
    from torch import nn

    from dreamgen import Model

    require_type(model, Model, "what it loads", "a Model")
    require_type(model.module, nn.Module, "its model's module", "a torch.nn.Module")
    require_type(model.weights, str, "its model's weights", "a text")


def _check_names(names: Any, *asked: object) -> None:
    require_type(names, (list, tuple), "what it returns", "a list of names")
    for name in names:
        require_type(name, str, "each name", "a text")


def _check_objective(found: Any, read: object) -> None:
    from dreamgen import Objective

    require_type(found, Objective, "what it returns", "an objective")


def _check_module(found: Any) -> None:
    from torch import nn

    require_type(found, nn.Module, "its outline", "a torch.nn.Module")


def _check_function(found: Any, *asked: object) -> None:
    require(callable(found), "it must return a function")


ANYTHING = Rule()
SCORE = Rule(_check_score, keeps=True)

RULES: dict[str, dict[str, Rule]] = {
    "objectives": {
        "with_pictures": Rule(_check_objective),
        "layers": Rule(_check_layers),
        "bind": Rule(_check_function, returns=SCORE),
        "bind_layer": Rule(_check_function, returns=SCORE),
        "score": SCORE,
    },
    "regularisers": {
        "at": Rule(_check_regulariser),
        "view": Rule(_check_view),
        "gradient": Rule(_check_gradient),
        "penalty": Rule(_check_penalty),
        "distance": Rule(_check_distance),
    },
    "parameterisations": {
        "encode": Rule(_check_encoded),
        "decode": Rule(_check_decoded),
        "project": Rule(_check_projected),
    },
    "optimisers": {"start": Rule(_check_function, returns=Rule(_check_step))},
    "motions": {"matrix": Rule(_check_matrix)},
    "curves": {"read": Rule(check_read)},
    "effects": {"apply": Rule(_check_frame, keeps=True)},
    "loaders": {
        "accepts": ANYTHING,
        "load": Rule(_check_picture),
        "convert": Rule(_check_source),
        "source_of": Rule(_check_source_of),
    },
    "outputs": {
        "check": ANYTHING,
        "write": Rule(_check_written, spare=(OSError,)),
        "read_recipe": Rule(_check_text),
    },
    "backbones": {
        "accepts": ANYTHING,
        "list_names": Rule(_check_names),
        "load": Rule(_check_model),
        "reads": Rule(_check_names),
        "outline": Rule(_check_module, spare=(NotImplementedError,)),
    },
}
"""The methods that dreamgen calls, by kind of component and name."""
