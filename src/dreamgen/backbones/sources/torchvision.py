"""Every image classifier that torchvision knows, by name."""

from __future__ import annotations

import fnmatch
import warnings
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from dreamgen.backbones.base import Backbone, Model
from dreamgen.errors import BadInput, nearest

if TYPE_CHECKING:
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

        if weights is None:
            return self._model(self._build_pretrained(), f"torchvision {self._default()}")
        if weights == "random":
            module = self._build()
            open_branches(module)
            return self._model(module, "random")
        file = read_weights(weights)
        module = self._build()
        load_weights(module, file, self.name, optional=AUXILIARY)
        return self._model(module, file.identity)

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
                "`dreamgen backbones` lists them."
            )
        return torchvision.models.get_model_weights(self.name).DEFAULT

    def _build_pretrained(self) -> nn.Module:
        import torchvision

        from dreamgen.backbones.sources.hub import download_from

        default = self._default()
        with download_from(default.url, f"torchvision({self.name})"):
            return self._finish(torchvision.models.get_model(self.name, weights=default))

    def _build(self) -> nn.Module:
        """Build the network for its weights, with seeded random ones, always the same for a name."""
        import torch
        import torchvision

        default = self._default()
        options: dict[str, int] = {}
        if self.name.startswith("vit_"):
            options["image_size"] = default.meta["min_size"][0]  # of its position embedding
        with torch.random.fork_rng(devices=[]), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GoogLeNet and Inception warn of a slow initialisation
            torch.manual_seed(0)
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

    def _model(self, module: nn.Module, weights: str) -> Model:
        default = self._default()
        transforms = default.transforms()
        side = transforms.crop_size[0]
        return Model(
            module=module,
            weights=weights,
            mean=tuple(transforms.mean),
            std=tuple(transforms.std),
            input_size=(3, side, side),
            classes=tuple(default.meta.get("categories") or ()),
        )
