"""What a plugin author needs to test a plugin.

>>> from pydantic import Field
>>> from dreamgen import Regulariser
>>> from dreamgen.testing import check_component
>>> class Glow(Regulariser):
...     '''Pull every pixel towards white.'''
...     amount: float = Field(0.2, ge=0, le=1, description="share of the gradient")
...     def gradient(self, gradient, progress):
...         return gradient + self.amount * gradient.abs().mean((1, 2, 3), keepdim=True)
>>> check_component(Glow(amount=0.5))

``dreamgen plugins check`` does the same from the command line, for everything that a plugin offers.

Where dreamgen is installed, pytest has its fixtures: ``dreamgen_plugin`` loads a module or a file as a
plugin without installing it, ``check_component`` is the function above, and ``run_dreamgen`` runs the
command line. See :mod:`dreamgen.plugins.authoring.fixtures`.
"""

from dreamgen.plugins.authoring.check.component import check_component as check_component
from dreamgen.plugins.authoring.check.plugin import Finding as Finding
from dreamgen.plugins.authoring.check.plugin import check_plugin as check_plugin
from dreamgen.plugins.authoring.fixtures import LoadedPlugin as LoadedPlugin
