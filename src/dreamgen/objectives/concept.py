"""Things by name: an owl, scales, a golden retriever."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import ClassVar, Literal

import torch
from pydantic import Field, field_validator
from torch import Tensor
from torch.nn import functional as F

from dreamgen.backbones.base import BEFORE_CLASSIFIER, Classifier
from dreamgen.errors import BadInput
from dreamgen.objectives.base import Activations, Objective, Score, Target
from dreamgen.objectives.class_names import match_words, translate_words
from dreamgen.objectives.soft_regions import make_soft_regions, scatter_points
from dreamgen.recipe.values import LayerAddress

TEMPERATURE = 10.0
MOST = 400  # names, as many as there can be regions


class Concept(Objective):
    """Things that the network's classifier knows by name, at every place of the picture.

    The classifier is applied at every place of the layer before it (Zhou et al., "Learning Deep
    Features for Discriminative Localization", 2016). Of several names each region of the picture
    gets its own, or each place follows the one that it resembles most already.

    On a robust network the objective is the logarithm of a probability, at a high temperature: it
    saturates at a place that is clearly an owl, so that forms grow large where bare logits would fill
    every gap with small ones, and it suppresses other classes. On an ordinary one noise does that
    more easily than form; the bare logit has to draw the thing itself (Simonyan et al., "Deep Inside
    Convolutional Networks", 2014).

    A word that several classes share ("retriever"), and an everyday word for narrower classes
    ("dog"), stand for the nearest of them at each place.
    """

    pointwise: ClassVar[bool] = True

    names: str | list[str] = Field(description="a word, or a list of words", examples=["owl"])
    arrange: Literal["regions", "nearest"] = Field(
        "regions", description="each region its own name, or each place the nearest of them"
    )
    measure: Literal["probability", "logit"] | None = Field(
        None, description="what is maximised; the probability on robust networks if left out"
    )
    patches: int = Field(12, description="how many regions, of several names", ge=1, le=400)

    @field_validator("names")
    @classmethod
    def _check_names(cls, names: str | list[str]) -> str | list[str]:
        if not names or not all([names] if isinstance(names, str) else names):
            raise ValueError("must name something")
        if isinstance(names, list) and len(names) > MOST:
            raise ValueError(f"must be at most {MOST} names")
        return names

    def layers(self) -> Sequence[LayerAddress | None]:
        return [BEFORE_CLASSIFIER]

    def adapt(self, classifier: Callable[[], Classifier]) -> Concept | None:
        """Return the concept with those of its words, or parts of them, that a network knows."""
        try:
            words = translate_words(self._words, classifier().labels)
        except BadInput:  # a network without a classifier
            return None
        if words is None or words == self._words:
            return self if words else None
        return self.model_copy(update={"names": words})

    @property
    def _words(self) -> list[str]:
        return [self.names] if isinstance(self.names, str) else self.names

    def bind(self, targets: Sequence[Target]) -> Score:
        target = targets[0]
        classifier = target.classifier()
        groups = match_words(self._words, classifier.labels)
        weigh = self._make_weights(len(groups), target)
        usual = "probability" if classifier.robust else "logit"
        measure = self.measure or usual

        @cache  # what is sent to a device at each step makes the processor wait for it
        def place_groups(device: torch.device) -> list[Tensor]:
            return [torch.tensor(group, device=device) for group in groups]

        def score(seen: Activations) -> Tensor:
            logits = classifier.logits(seen[0])
            if measure == "probability":
                logits = TEMPERATURE * F.log_softmax(logits / TEMPERATURE, 1)
            indices = place_groups(logits.device)
            named = torch.stack([logits.index_select(1, i).logsumexp(1) for i in indices], 1)
            return (named * weigh(seen, named)).sum(1).mean()

        return score

    def _make_weights(self, count: int, target: Target) -> Callable[[Activations, Tensor], Tensor]:
        """Return the function from what is seen, and the logits of the names there, to their weights.

        Logits and weights are (1, names, h, w).
        """
        if self.arrange == "nearest" or count == 1:
            return lambda seen, named: torch.softmax(named.detach(), 1)
        order = [index % count for index in range(max(self.patches, count))]
        target.rng.shuffle(order)
        regions = make_soft_regions(
            scatter_points(len(order), target.aspect, target.rng), target.aspect, 0.35
        )
        maps = torch.stack(
            [regions[0, torch.tensor(order) == index].sum(0) for index in range(count)]
        )
        place_maps = cache(maps[None].to)
        return lambda seen, named: seen.resize(place_maps(named.device))
