"""Loading tensors into a module, and explaining why they do not fit where they do not."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from dreamgen.backbones.sources.nearest_architecture import find_fitting_architecture
from dreamgen.backbones.sources.parts import list_parts
from dreamgen.backbones.sources.weights import Weights
from dreamgen.errors import BadInput, make_printable

TOLD = 5  # differences that a message names
WIDEST = 64  # pixels of a kernel; timm's conversion inverts a matrix of its square


def load_weights(
    module: nn.Module, weights: Weights, network: str, optional: Sequence[str] = ()
) -> bool:
    """Load the weights into the module; BadInput if they belong to another network.

    A classifier for other classes is left out, and so are tensors of other shapes whose names begin
    with one of ``optional``. Where the names do not fit, known parts of the file (a teacher, an
    encoder) and timm's own conversion of original checkpoints are tried before giving up. Returns
    whether the classifier came with them.
    """
    fitting = _find_fitting(module, weights, network, optional)
    broken = [name for name, x in fitting.items() if not torch.isfinite(x).all()]
    if broken:
        raise BadInput(
            f"the weights '{weights.path}' hold values that are no finite numbers, in "
            f"{_quote(broken[0])}: they are damaged, or their training diverged"
        )
    module.load_state_dict(fitting, strict=False)
    heads = _find_heads(module)
    return all(name in fitting for name in module.state_dict() if name.startswith(heads or ("-",)))


def check_fit(outline: nn.Module, weights: Weights, network: str) -> None:
    """Raise BadInput unless the weights fit a network that lies on the meta device.

    What describes itself may claim any size: this is known before any memory is taken.
    """
    _find_fitting(outline, weights, network, ())


def _find_fitting(
    module: nn.Module, weights: Weights, network: str, optional: Sequence[str]
) -> dict[str, Tensor]:
    """Return the tensors by the module's own names, without classifiers of another shape."""
    heads = (*_find_heads(module), *optional)
    tensors = {k: v for k, v in weights.tensors.items() if not k.startswith("statistics.")}
    for part in list_parts(tensors):
        candidate = _drop_heads(module, part, heads)
        if not find_misfits(module, candidate, heads):
            return candidate
        for converted in _convert(module, part):
            candidate = _drop_heads(module, converted, heads)
            if not find_misfits(module, candidate, heads):
                return candidate
    fitting = _drop_heads(module, tensors, heads)
    raise BadInput(_explain(module, fitting, heads, weights.path, network))


def find_misfits(
    module: nn.Module, tensors: Mapping[str, Tensor], heads: tuple[str, ...]
) -> list[str]:
    """Return one phrase for each tensor that is missing, unknown, or of another shape or kind."""
    wanted = module.state_dict()
    found = []
    for name, tensor in wanted.items():
        if name in tensors:
            if tensors[name].shape != tensor.shape:
                shapes = f"{tuple(tensors[name].shape)} instead of {tuple(tensor.shape)}"
                found.append(f"{_quote(name)} has the shape {shapes}")
            elif tensor.is_floating_point() and not tensors[name].is_floating_point():
                kind = str(tensors[name].dtype).removeprefix("torch.")
                found.append(f"{_quote(name)} holds {kind} values, which are no weights")
        elif not name.endswith("num_batches_tracked") and not name.startswith(heads):
            found.append(f"{_quote(name)} is missing")
    return found + [
        f"{_quote(name)} is not in the network" for name in tensors if name not in wanted
    ]


def _explain(
    module: nn.Module,
    tensors: Mapping[str, Tensor],
    heads: tuple[str, ...],
    path: str,
    network: str,
) -> str:
    wanted = module.state_dict()
    good = sum(name in tensors and tensors[name].shape == x.shape for name, x in wanted.items())
    misfits = find_misfits(module, tensors, heads)
    more = f", and {len(misfits) - TOLD} more" if len(misfits) > TOLD else ""
    fitting = find_fitting_architecture(tensors, network)
    more += f"; they fit {fitting}" if fitting else ""
    return (
        f"the weights '{path}' do not belong to {network}: {good} of its {len(wanted)} tensors "
        f"fit; {', '.join(misfits[:TOLD])}{more}"
    )


def _quote(name: str) -> str:
    return f"'{make_printable(name)[:100]}'"


def _find_heads(module: nn.Module) -> tuple[str, ...]:
    """Return the name prefixes of the classifier, as timm's configuration states them."""
    names = (getattr(module, "pretrained_cfg", None) or {}).get("classifier") or ()
    names = (names,) if isinstance(names, str) else tuple(names)
    return tuple(f"{name}." for name in names)


def _drop_heads(
    module: nn.Module, tensors: dict[str, Tensor], heads: tuple[str, ...]
) -> dict[str, Tensor]:
    """Leave out classifier tensors of another shape; dreams are made below the classifier."""
    wanted = module.state_dict()
    return {
        name: tensor
        for name, tensor in tensors.items()
        if not name.startswith(heads) or (name in wanted and wanted[name].shape == tensor.shape)
    }


def _convert(module: nn.Module, tensors: dict[str, Tensor]) -> list[dict[str, Tensor]]:
    convert = getattr(sys.modules[type(module).__module__], "checkpoint_filter_fn", None)
    if convert is None or any(max(x.shape[2:], default=0) > WIDEST for x in tensors.values()):
        return []
    try:
        result = convert(dict(tensors), module)
    except Exception:  # whatever it raises, the names do not fit
        return []
    return [dict(result)] if isinstance(result, Mapping) else []
