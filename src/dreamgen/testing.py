"""What a plugin author needs to test a plugin: the promises that each kind of component makes.

>>> from dreamgen.testing import check_component                          # doctest: +SKIP
>>> def test_glow(): check_component(Glow(amount=0.5))                    # doctest: +SKIP

``dreamgen plugins check`` does the same from the command line, for everything that a plugin offers.
"""

from dreamgen.plugins.authoring.check.component import check_component as check_component
from dreamgen.plugins.authoring.check.plugin import Finding as Finding
from dreamgen.plugins.authoring.check.plugin import check_plugin as check_plugin
