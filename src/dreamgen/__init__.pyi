"""The public names, as type checkers and editors see them: __init__.py imports them on first use."""

from dreamgen.api import Dream as Dream
from dreamgen.api import dream as dream
from dreamgen.api import load_backbone as load_backbone
from dreamgen.backbones.base import Backbone as Backbone
from dreamgen.backbones.base import Model as Model
from dreamgen.backbones.sources.export import save_backbone as save_backbone
from dreamgen.effects.base import Effect as Effect
from dreamgen.engine.precision import choose_device as choose_device
from dreamgen.engine.precision import choose_precision as choose_precision
from dreamgen.errors import BadInput as BadInput
from dreamgen.errors import DreamError as DreamError
from dreamgen.imaging.masks import fade_edges as fade_edges
from dreamgen.imaging.masks import protect_with_margin as protect_with_margin
from dreamgen.imaging.picture import Frame as Frame
from dreamgen.imaging.picture import Picture as Picture
from dreamgen.loaders.base import Converter as Converter
from dreamgen.loaders.base import Loader as Loader
from dreamgen.loaders.base import Source as Source
from dreamgen.loaders.raster.chart_keys import legend_keys as legend_keys
from dreamgen.motions.base import Motion as Motion
from dreamgen.objectives.base import LayerObjective as LayerObjective
from dreamgen.objectives.base import Objective as Objective
from dreamgen.objectives.base import Target as Target
from dreamgen.optimisers.base import Optimiser as Optimiser
from dreamgen.outputs.base import Output as Output
from dreamgen.parameterisations.base import Parameterisation as Parameterisation
from dreamgen.plugins.component import Component as Component
from dreamgen.plugins.hookspecs import API_VERSION as API_VERSION
from dreamgen.plugins.hookspecs import Entry as Entry
from dreamgen.plugins.hookspecs import hookimpl as hookimpl
from dreamgen.recipe.schema import Recipe as Recipe
from dreamgen.recipe.values import Size as Size
from dreamgen.regularisers.base import Regulariser as Regulariser
from dreamgen.zooming import Film as Film
from dreamgen.zooming import zoom as zoom

__version__: str
