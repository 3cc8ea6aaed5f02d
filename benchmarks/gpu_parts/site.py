"""A folder of packages that lets a plain checkout run: what is missing, and the checkout's names."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ALSO = ("pytest",)
PROJECTS = (".", "plugins/dreamgen-bestiary")


def make_site(folder: Path, checkout: Path, wheels: Path | None) -> dict[str, Any]:
    """Fill a folder; return what was installed there, and what could not be, and why.

    Packages are looked for in ``wheels`` alone if given. Nothing that is there is installed again.
    """
    wanted = list(ALSO)
    for project in PROJECTS:
        table = tomllib.loads((checkout / project / "pyproject.toml").read_text())["project"]
        wanted += table["dependencies"]
        _write_metadata(folder, table)
    installed: list[str] = []
    failed: dict[str, str] = {}
    while missing := [
        name for name in wanted if not _is_there(name, folder) and name not in failed
    ]:
        # One by one, and without what each needs: pip would bring a second torch into the folder.
        for name in missing:
            problem = _install(name, folder, wheels)
            failed |= {name: problem} if problem else {}
            installed += [] if problem else [name]
        wanted = [
            need for found in distributions(path=[str(folder)]) for need in found.requires or ()
        ]
    return {"installed": installed, **({"failed": failed} if failed else {})}


def _install(name: str, folder: Path, wheels: Path | None) -> str:
    """Install one package; return what pip said if it could not."""
    words = ["install", "-q", "--no-deps", "--no-compile", "--target", str(folder), name]
    words += ["--no-index", "--find-links", str(wheels)] if wheels else []
    pip = [sys.executable, "-m", "pip", *words]
    try:
        done = subprocess.run(pip, capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "pip took more than a minute"
    return done.stderr.strip()[-300:] if done.returncode else ""


def _is_there(text: str, folder: Path) -> bool:
    """Say whether a requirement is met here or in the folder, or does not hold here."""
    requirement = Requirement(text)
    if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
        return True
    path = [str(folder), *sys.path]
    return any(distributions(name=requirement.name, path=path))


def _write_metadata(folder: Path, project: dict[str, Any]) -> None:
    """Let a project of the checkout be known by its name, version and entry points."""
    name = project["name"].replace("-", "_")
    info = folder / f"{name}-{project['version']}.dist-info"
    info.mkdir(parents=True)
    lines = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (info / "METADATA").write_text(lines)
    groups = project.get("entry-points", {})
    text = [
        f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in entries.items())
        for group, entries in groups.items()
    ]
    (info / "entry_points.txt").write_text("\n".join(text))
