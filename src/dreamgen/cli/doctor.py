"""dreamgen doctor: what this machine has, for people and for bug reports."""

from __future__ import annotations

import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version

from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles, open_registry
from dreamgen.cli.shared.recipe_command import find_taken_flags
from dreamgen.cli.shared.tables import print_table
from dreamgen.plugins.api_version import format_version
from dreamgen.plugins.hookspecs import API_VERSION
from dreamgen.plugins.report import list_remarks
from dreamgen.wait_policy import describe_wait_policy

PACKAGES = ("dreamgen", "torch", "torchvision", "timm", "pillow", "numpy", "resvg-py", "pydantic")


def doctor(plugin: PluginFiles = None, no_plugins: NoPlugins = False) -> None:
    """Show versions, devices, precision, caches, plugins and free memory.

    Example: dreamgen doctor > report.txt
    """
    registry = open_registry(plugin, no_plugins)  # first, so that what plugins import is seen
    import torch
    from huggingface_hub import constants
    from PIL import features

    from dreamgen.engine.precision import choose_device, choose_precision

    device = choose_device("auto")
    rows = [("python", platform.python_version()), ("system", platform.platform())]
    rows += [(name, _version(name)) for name in PACKAGES]
    rows.append(("hook API", format_version(API_VERSION)))
    rows += [
        ("processor", f"{os.cpu_count()} cores, torch uses {torch.get_num_threads()}"),
        ("idle threads", describe_wait_policy()),
        ("devices", ", ".join(_devices())),
        ("auto device", str(device)),
        ("auto precision", str(choose_precision("auto", device)).removeprefix("torch.")),
        ("free memory", _memory()),
        ("AVIF", "yes" if features.check("avif") else "no: this Pillow was built without it"),
        ("weights cache", f"{constants.HF_HUB_CACHE} ({_free(constants.HF_HUB_CACHE)} free)"),
        ("weights from", f"{constants.ENDPOINT}{' (offline)' if constants.HF_HUB_OFFLINE else ''}"),
    ]
    taken = find_taken_flags(registry)
    for found in registry.plugins:
        remarks = list_remarks(found, registry, taken)
        works = ["works"] if found.works else []
        rows.append((f"plugin {found.name}", "; ".join([*works, *remarks])))
    print_table(rows)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "MISSING"


def _devices() -> list[str]:
    import torch

    cards = range(torch.cuda.device_count() if torch.cuda.is_available() else 0)
    names = [f"cuda:{card} {torch.cuda.get_device_name(card)}" for card in cards]
    return ["cpu", *names, *(["mps"] if torch.backends.mps.is_available() else [])]


def _memory() -> str:
    try:
        pages = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return "unknown"
    return f"{pages / 2**30:.1f} GB"


def _free(folder: str) -> str:
    while not os.path.isdir(folder):  # noqa: PTH112
        folder = os.path.dirname(folder)  # noqa: PTH120
    return f"{shutil.disk_usage(folder).free / 2**30:.1f} GB"
