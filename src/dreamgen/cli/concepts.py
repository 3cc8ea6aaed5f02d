"""dreamgen concepts: what a network's classifier knows by name."""

from __future__ import annotations

from typing import Annotated

import typer

from dreamgen.cli.completion.names import complete_concepts
from dreamgen.cli.shared.command_options import BackboneName
from dreamgen.cli.shared.json_output import Json, print_json
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles, open_registry
from dreamgen.cli.shared.tables import print_table


def concepts(
    backbone: BackboneName = "bestiary",
    glob: Annotated[
        str | None,
        typer.Argument(metavar="GLOB", help="As '*owl*'.", autocompletion=complete_concepts),
    ] = None,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
    as_json: Json = False,
) -> None:
    """List what a network can be asked for by name, with other words for the same.

    Nothing is downloaded.

    Example: dreamgen concepts resnet50 '*owl*'; then
    dreamgen render noise --backbone resnet50 --objective "concept(great_grey_owl)"
    """
    import fnmatch

    from dreamgen.backbones.network.classifier import get_labels
    from dreamgen.errors import BadInput, nearest
    from dreamgen.render.find_backbone import find_backbone

    if glob is None and set(backbone) & set("*?["):
        backbone, glob = "bestiary", backbone
    registry = open_registry(plugin, no_plugins)
    labels = get_labels(find_backbone(backbone, registry).load("random"))
    if not labels:
        raise BadInput(f"{backbone} does not know what its classes are called")
    found = [
        words
        for words in labels
        if glob is None or fnmatch.filter(map(str.lower, words), glob.lower())
    ]
    if not found:
        names = [word for words in labels for word in words]
        raise BadInput(f"no concept of {backbone} is called {glob!r}{nearest(glob or '', names)}")
    rows = [{"name": words[0], "synonyms": words[1:]} for words in found]
    if as_json:
        print_json({"backbone": backbone, "concepts": rows})
    else:
        print_table([(row["name"], ", ".join(row["synonyms"])) for row in rows])
