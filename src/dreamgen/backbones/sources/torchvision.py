"""Every image classifier that torchvision knows, by name."""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from dreamgen.backbones.base import Backbone, Model
from dreamgen.backbones.sources.transformers import names_transformer
from dreamgen.errors import BadInput, nearest

if TYPE_CHECKING:
    from pathlib import Path

    from torch import nn

AUXILIARY = ("AuxLogits.", "aux1.", "aux2.")  # of Inception and GoogLeNet, for training alone


class Torchvision(Backbone):
    """A network of torchvision's, with its best weights (their DEFAULT)."""

    downloads: ClassVar[bool] = True

    name: str = Field(description="a name of torchvision's, as resnet50 or googlenet")

    @classmethod
    def list_names(cls, glob: str | None = None, pretrained: bool = False) -> list[str]:
        """Return torchvision's image classifiers; all of them have weights to download."""
        import torchvision

        names = torchvision.models.list_models(torchvision.models)
        return [name for name in names if glob is None or fnmatch.fnmatch(name, glob)]

    def load(self, weights: str | None) -> Model:
        """Return the model with pretrained weights (None), "random" ones, or those of a file.

        BadInput for unknown names and files that do not fit; DreamError if the weights cannot be
        downloaded now.
        """
        from dreamgen.backbones.sources.initialisation import open_branches
        from dreamgen.backbones.sources.load_weights import load_weights
        from dreamgen.backbones.sources.weights import read_weights

        if weights == "random":
            module = self._build()
            open_branches(module)
            return self._model(module, weights="random")
        file = read_weights(self._download() if weights is None else weights)
        module = self._build()
        trained = load_weights(module, file, self.name, optional=AUXILIARY)
        tag = {} if weights else {"weights": f"torchvision {self._default()}"}
        return self._model(module, trained_classifier=trained, **file.describe() | tag)

    def is_transformer(self) -> bool:
        """Return whether the name is a vision transformer's."""
        return names_transformer(self.name)

    def outline(self) -> nn.Module:
        """Return the bare architecture on the meta device; no weights are downloaded."""
        import torch

        try:
            with torch.device("meta"):
                return self._build()
        except NotImplementedError:  # RegNet computes its widths with tensors
            return self._build().to("meta")

    def _default(self) -> Any:
        """Return torchvision's description of its best weights; BadInput for an unknown name."""
        import torchvision

        names = self.list_names()
        if self.name not in names:
            raise BadInput(
                f"torchvision has no network {self.name!r}{nearest(self.name, names)}: "
                "`dreamgen backbones` lists them"
            )
        return torchvision.models.get_model_weights(self.name).DEFAULT

    def _download(self) -> Path:
        from dreamgen.backbones.sources.hub import download

        return download(self._default().url, f"torchvision({self.name})")

    def _build(self) -> nn.Module:
        """Build the network for its weights, with seeded random ones, always the same for a name."""
        import torchvision

        from dreamgen.backbones.sources.seeding import OwnGenerator

        default = self._default()
        options: dict[str, int] = {}
        if self.name.startswith("vit_"):
            options["image_size"] = default.meta["min_size"][0]  # of its position embedding
        if self.name in ("googlenet", "inception_v3"):
            options["init_weights"] = True  # the default, but unasked they warn that it is slow
        with OwnGenerator(seed=0):
            module = torchvision.models.get_model(self.name, weights=None, **options)
        if hasattr(module, "transform_input"):
            # Its weights are converted ones, of another normalisation.
            module.transform_input = True
        return self._finish(module)

    def _finish(self, module: nn.Module) -> nn.Module:
        """Record on the module, as timm does, what the network is made for."""
        from torch import nn

        linear = [name for name, part in module.named_modules() if isinstance(part, nn.Linear)]
        side = self._default().transforms().crop_size[0]
        vars(module)["pretrained_cfg"] = {
            "architecture": self.name,
            "input_size": (3, side, side),
            "classifier": [name for name in linear[-1:] if not name.startswith(AUXILIARY)],
        }
        return module.eval()

    def _model(self, module: nn.Module, **more: Any) -> Model:
        default = self._default()
        transforms = default.transforms()
        side = transforms.crop_size[0]
        described: dict[str, Any] = {
            "mean": tuple(transforms.mean),
            "std": tuple(transforms.std),
            "input_size": (3, side, side),
            "classes": tuple(default.meta.get("categories") or ()),
        }
        return Model(module=module, **{**described, **more})
