"""Networks of ``hf-hub:OWNER/NAME`` and ``local-dir:PATH``: a config.json, and weights beside it.

Both files may be anybody's. timm's own loader gives all that the first one says to a constructor,
and before 1.0.26 it unpickled the second.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from torch import nn

from dreamgen.backbones.network.timm_facts import get_native_size
from dreamgen.backbones.sources.architecture import build, check_name
from dreamgen.backbones.sources.arguments import outline_with
from dreamgen.backbones.sources.hub import download_from_hub
from dreamgen.backbones.sources.load_weights import check_fit, load_weights
from dreamgen.backbones.sources.weights import Weights, read_weights
from dreamgen.errors import BadInput, make_printable

CONFIG = "config.json"
LARGEST_CONFIG = 8 * 2**20  # bytes
WEIGHTS = (
    "model.safetensors", "open_clip_model.safetensors", "open_clip_pytorch_model.safetensors",
    "pytorch_model.bin", "pytorch_model.pth", "model.pth", "open_clip_pytorch_model.bin",
    "open_clip_pytorch_model.pth",
)  # fmt: skip
"""Names of the file of weights, the likeliest first (timm's list)."""
FOLDER = "local-dir:"


Side = Annotated[int, Field(ge=1, le=4096)]
Mean = Annotated[float, Field(ge=-1e3, le=1e3)]
Deviation = Annotated[float, Field(ge=1e-6, le=1e3)]


class _Facts(BaseModel):
    """What the configuration says of the weights: what they were trained on, and how."""

    model_config = ConfigDict(extra="ignore")

    input_size: tuple[Annotated[int, Field(ge=1, le=1024)], Side, Side] | None = None
    fixed_input_size: bool | None = None
    mean: Annotated[tuple[Mean, ...], Field(max_length=1024)] | None = None
    std: Annotated[tuple[Deviation, ...], Field(max_length=1024)] | None = None
    num_classes: int | None = Field(None, ge=0, le=100_000)


class _Config(_Facts):
    """timm's config.json: older ones have the facts at the top, newer ones under pretrained_cfg."""

    architecture: str = Field(pattern=r"^\w+$")
    model_args: dict[str, Any] = {}
    pretrained_cfg: _Facts = _Facts()

    def facts(self) -> dict[str, Any]:
        """Return the facts that are stated, in timm's words."""
        stated = [{key: getattr(x, key) for key in _Facts.model_fields} for x in self._places()]
        return {key: value for facts in stated for key, value in facts.items() if value is not None}

    def _places(self) -> tuple[_Facts, _Facts]:
        return self.pretrained_cfg, self


def is_repository(name: str) -> bool:
    """Return whether a network's name is the address of a folder or a repository."""
    return name.startswith((FOLDER, "hf-hub:", "hf_hub:"))


def build_repository(name: str, **kwargs: Any) -> nn.Module:
    """Build a repository's architecture with seeded random weights.

    BadInput for a configuration that cannot be used; DreamError if the hub cannot give it now.
    """
    with download_from_hub(name):
        return _build(_read_config(name), name, **kwargs)


def load_repository(name: str) -> tuple[nn.Module, dict[str, Any]]:
    """Return a repository's network, and what a Model says of its weights.

    BadInput, in one sentence, for a folder or a configuration that cannot be used, and for weights
    that do not fit it; DreamError if the hub cannot give them now.
    """
    with download_from_hub(name):
        config = _read_config(name)
        path = next(filter(None, map(_finder(name), WEIGHTS)), None)
        if path is None:
            raise BadInput(f"{name} has no file of weights: none of {', '.join(WEIGHTS)}")
        weights = read_weights(path)
        module = _build(config, name, weights=weights)
    stated = weights.describe(get_native_size(module)[0])
    stated |= {"trained_classifier": load_weights(module, weights, name)}
    if not name.startswith(FOLDER):
        stated["weights"] = name.partition(":")[2]
    return module, stated


def _build(config: _Config, name: str, weights: Weights | None = None, **kwargs: Any) -> nn.Module:
    where = f"the configuration of {name}"
    try:
        check_name(config.architecture)
    except BadInput as problem:
        raise BadInput(f"{where} is wrong: {problem}") from None
    arguments = {"pretrained_cfg_overlay": config.facts(), **kwargs}
    if config.model_args:
        outline = outline_with(config.architecture, config.model_args, where)
        if weights is not None:
            check_fit(outline, weights, name)
    return build(config.architecture, **config.model_args, **arguments)


def _read_config(name: str) -> _Config:
    path = _finder(name)(CONFIG)
    if path is None:
        raise BadInput(f"no network can be loaded from {name}: there is no {CONFIG} in it")
    if path.stat().st_size > LARGEST_CONFIG:
        raise BadInput(f"the configuration of {name} is too long")
    try:
        return _Config.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        message = make_printable(f"{where}: {first['msg']}")[:300]
        raise BadInput(f"the configuration of {name} is wrong at {message}") from None


def _finder(name: str) -> Callable[[str], Path | None]:
    """Return the function from a file's name to its place on this machine; None if it has none."""
    if name.startswith(FOLDER):
        folder = Path(name.removeprefix(FOLDER)).expanduser()
        return lambda file: folder / file if (folder / file).is_file() else None
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import EntryNotFoundError, LocalEntryNotFoundError

    repository, _, revision = name.partition(":")[2].partition("@")

    def find(file: str) -> Path | None:
        try:
            return Path(hf_hub_download(repository, file, revision=revision or None))
        except LocalEntryNotFoundError:
            if file == CONFIG or file == WEIGHTS[-1]:
                raise
            return None
        except EntryNotFoundError:
            return None

    return find
