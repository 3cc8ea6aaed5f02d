"""Create a new plugin, a package or one file, that works and passes its own test."""

from dreamgen.plugins.authoring.scaffold.write import NEW_KINDS as NEW_KINDS
from dreamgen.plugins.authoring.scaffold.write import new_file as new_file
from dreamgen.plugins.authoring.scaffold.write import new_package as new_package
