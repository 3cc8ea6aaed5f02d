"""dreamgen doctor: what this machine has, for people and for bug reports."""

from __future__ import annotations

import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from dreamgen.cli.shared.describe_plugin import describe_plugins
from dreamgen.cli.shared.json_output import Json, print_json
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles, open_registry
from dreamgen.cli.shared.tables import print_table
from dreamgen.plugins.api_version import format_version
from dreamgen.plugins.hookspecs import API_VERSION
from dreamgen.wait_policy import describe_wait_policy

PACKAGES = ("dreamgen", "torch", "torchvision", "timm", "pillow", "numpy", "resvg-py", "pydantic")


def doctor(
    plugin: PluginFiles = None, no_plugins: NoPlugins = False, as_json: Json = False
) -> None:
    """Show versions, devices, precision, caches, plugins and free memory.

    Example: dreamgen doctor > report.txt
    """
    registry = open_registry(plugin, no_plugins)  # first, so that what plugins import is seen
    facts, plugins = _find_facts(), list(describe_plugins(registry))
    if as_json:
        print_json({**facts, "plugins": plugins})
        return
    rows = [(name.replace("_", " "), _write(fact)) for name, fact in facts.items()]
    for row in plugins:
        works = ["works"] if row["works"] else []
        rows.append((f"plugin {row['name']}", "; ".join([*works, *row["remarks"]])))
    print_table(rows)


def _find_facts() -> dict[str, Any]:
    import torch
    from huggingface_hub import constants
    from PIL import features

    from dreamgen.engine.precision import choose_device, choose_precision

    device = choose_device("auto")
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        **{name: _version(name) for name in PACKAGES},
        "hook_API": format_version(API_VERSION),
        "processor": f"{os.cpu_count()} cores, torch uses {torch.get_num_threads()}",
        "idle_threads": describe_wait_policy(),
        "devices": _devices(),
        "auto_device": str(device),
        "auto_precision": str(choose_precision("auto", device)).removeprefix("torch."),
        "free_memory": _free_memory(),
        "AVIF": features.check("avif"),
        "weights_cache": constants.HF_HUB_CACHE,
        "weights_cache_free": _free_space(constants.HF_HUB_CACHE),
        "weights_from": constants.ENDPOINT,
        "offline": bool(constants.HF_HUB_OFFLINE),
    }


def _write(fact: Any) -> str:
    """Return a fact for people; numbers are bytes."""
    match fact:
        case None:
            return "unknown"
        case bool():
            return "yes" if fact else "no"
        case int():
            return f"{fact / 2**30:.1f} GB"
        case list():
            return ", ".join(fact)
    return str(fact)


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


def _free_memory() -> int | None:
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return None


def _free_space(folder: str) -> int:
    while not os.path.isdir(folder):  # noqa: PTH112
        folder = os.path.dirname(folder)  # noqa: PTH120
    return shutil.disk_usage(folder).free
