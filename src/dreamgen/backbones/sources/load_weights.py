"""Loading tensors into a module, and explaining why they do not fit where they do not."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from torch import Tensor, nn

from dreamgen.backbones.sources.weights import Weights
from dreamgen.errors import BadInput


def load_weights(
    module: nn.Module, weights: Weights, network: str, optional: Sequence[str] = ()
) -> None:
    """Load the weights into the module; BadInput if they belong to another network.

    A classifier for other classes is left out, and so are tensors of other shapes whose names begin
    with one of ``optional``. Where the names do not fit, timm's own conversion of original
    checkpoints is tried before giving up.
    """
    heads = (*_find_heads(module), *optional)
    tensors = {k: v for k, v in weights.tensors.items() if not k.startswith("statistics.")}
    candidates = [tensors]
    if find_misfits(module, _drop_heads(module, tensors, heads), heads):
        candidates += _convert(module, tensors)
    for candidate in candidates:
        candidate = _drop_heads(module, candidate, heads)
        if not find_misfits(module, candidate, heads):
            module.load_state_dict(candidate, strict=False)
            return
    fitting = _drop_heads(module, tensors, heads)
    raise BadInput(_explain(module, fitting, heads, weights.path, network))


def find_misfits(
    module: nn.Module, tensors: Mapping[str, Tensor], heads: tuple[str, ...]
) -> list[str]:
    """Return one phrase for each tensor that is missing, unknown or of another shape."""
    wanted = module.state_dict()
    found = []
    for name, tensor in wanted.items():
        if name in tensors:
            if tensors[name].shape != tensor.shape:
                shapes = f"{tuple(tensors[name].shape)} instead of {tuple(tensor.shape)}"
                found.append(f"'{name}' has the shape {shapes}")
        elif not name.endswith("num_batches_tracked") and not name.startswith(heads):
            found.append(f"'{name}' is missing")
    return found + [f"'{name}' is not in the network" for name in tensors if name not in wanted]


def _explain(
    module: nn.Module,
    tensors: Mapping[str, Tensor],
    heads: tuple[str, ...],
    path: str,
    network: str,
) -> str:
    wanted = module.state_dict()
    good = sum(name in tensors and tensors[name].shape == x.shape for name, x in wanted.items())
    return (
        f"The weights '{path}' do not belong to {network}: {good} of its {len(wanted)} tensors "
        f"fit, and {find_misfits(module, tensors, heads)[0]}."
    )


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
    if convert is None:
        return []
    try:
        result = convert(dict(tensors), module)
    except Exception:  # whatever it raises, the names do not fit
        return []
    return [dict(result)] if isinstance(result, Mapping) else []
