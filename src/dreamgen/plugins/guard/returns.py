"""What the methods of each kind of component must return: each check raises AssertionError.

It is given what a method returned, and then the method's own arguments.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def check_layers(found: Any) -> None:
    is_list = isinstance(found, list | tuple) and found
    require(is_list, f"its layers must be a list with something in it, not {found!r}")
    for address in found:
        require_type(address, (int, str, type(None)), "a layer", "a number, a name or None")


def check_score(score: Any, activation: Any) -> None:
    given: Tensor = activation if hasattr(activation, "dtype") else activation[0]
    require_shape(score, (), "its score")
    lost = given.requires_grad and not score.requires_grad
    require(not lost, "its score has lost its gradient (a detach, item or numpy?)")
    require_like(score.float(), given.float(), (), "its score")


def check_regulariser(found: Any, progress: float) -> None:
    from dreamgen import Regulariser

    require_type(found, Regulariser, "what it returns", "a regulariser")


def check_view(view: Any, picture: Tensor, rng: object) -> None:
    require_like(view, picture, (1, 3, None, None), "its view")
    require(view.requires_grad or not picture.requires_grad, "its view has lost the gradient")


def check_gradient(found: Any, gradient: Tensor, progress: float) -> None:
    require_like(found, gradient, gradient.shape, "its gradient")


def check_penalty(penalty: Any, pictures: Tensor) -> None:
    if penalty is not None:
        require_like(penalty, pictures, pictures.shape[:1], "its penalty")


def check_distance(distance: Any, pictures: Tensor, source: Tensor) -> None:
    if distance is not None:
        require_like(distance, pictures, pictures.shape[:1], "its distance")


def check_encoded(parameters: Any, picture: Tensor) -> None:
    require_shape(parameters, getattr(parameters, "shape", ()), "what it encodes")
    require(
        parameters.shape[:1] == picture.shape[:1],
        f"what it encodes must begin with the batch, {len(picture)}, not {tuple(parameters.shape)}",
    )


def check_decoded(decoded: Any, parameters: Tensor, size: tuple[int, int]) -> None:
    require_shape(decoded, (len(parameters), 3, *size), "what it decodes")
    lost = parameters.requires_grad and not decoded.requires_grad
    require(not lost, "what it decodes has lost the gradient")
    finite = decoded.device.type != "cpu" or decoded.isfinite().all()
    require(finite or not parameters.isfinite().all(), "what it decodes must be finite everywhere")


def check_projected(found: Any, parameters: Tensor) -> None:
    require_like(found, parameters, parameters.shape, "what it projects")


def check_step(step: Any, gradient: Tensor, progress: float, *sums: Tensor) -> None:
    require_like(step, gradient, gradient.shape, "its step")


def check_matrix(matrix: Any, seconds: float) -> None:
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


def check_frame(found: Any, frame: Any, source: Any, rng: object) -> None:
    from dreamgen.imaging.picture import Frame

    require_type(found, Frame, "what it makes of a frame", "a Frame")
    shape = tuple(frame.pixels.shape)
    require_picture(found.pixels, shape, "what it makes of a frame", RANGE_SLACK)
    require(found.pixels.is_floating_point(), "the frame's pixels must be float32")
    check_plane(found.alpha, shape, "the frame's alpha")


def check_plane(plane: Any, shape: Sequence[int], what: str) -> None:
    if plane is not None:
        require_picture(plane, (1, *shape[1:]), what, RANGE_SLACK)


def check_picture(picture: Any, *asked: object) -> None:
    import torch

    from dreamgen.imaging.picture import Picture

    require_type(picture, Picture, "what it loads", "a Picture")
    require_shape(picture.pixels, (3, None, None), "the picture's pixels")
    kind = picture.pixels.dtype
    require(kind == torch.float32, f"the picture's pixels must be torch.float32, not {kind}")
    shape = tuple(picture.pixels.shape)
    require_picture(picture.pixels, shape, "the picture's pixels", RANGE_SLACK)
    for name in ("alpha", "mask", "protected"):
        check_plane(getattr(picture, name), shape, f"the picture's {name}")


def check_source(found: Any, *asked: object) -> None:
    from dreamgen import Source

    require_type(found, Source, "what it converts to", "a Source")
    require_type(found.data, bytes, "the source's data", "bytes")


def check_source_of(found: Any, value: object) -> None:
    if found is not None:
        check_source(found)


def check_written(found: object, frames: object, path: Path, recipe: str) -> None:
    require(path.exists(), f"it wrote nothing to {path.name}")


def check_text(text: Any, path: object) -> None:
    require_type(text, (str, type(None)), "the recipe that it reads", "a text or None")


def check_model(model: Any, weights: object) -> None:
    from torch import nn

    from dreamgen import Model

    require_type(model, Model, "what it loads", "a Model")
    require_type(model.module, nn.Module, "its model's module", "a torch.nn.Module")
    require_type(model.weights, str, "its model's weights", "a text")


def check_names(names: Any, *asked: object) -> None:
    require_type(names, (list, tuple), "what it returns", "a list of names")
    for name in names:
        require_type(name, str, "each name", "a text")


def check_objective(found: Any, read: object) -> None:
    from dreamgen import Objective

    require_type(found, Objective, "what it returns", "an objective")


def check_module(found: Any) -> None:
    from torch import nn

    require_type(found, nn.Module, "its outline", "a torch.nn.Module")


def check_function(found: Any, *asked: object) -> None:
    require(callable(found), "it must return a function")
