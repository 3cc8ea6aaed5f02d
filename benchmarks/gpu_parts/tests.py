"""The tests marked gpu, each with its outcome."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from gpu_parts.report import open_report

CHECKOUT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Answer: how many passed, and each that did not with its message."""
    report = open_report()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = Path(folder) / "tests.xml"
        # The project's own options ask for a plugin that may be missing here.
        options = ["-o", "addopts=", "--import-mode=importlib", "--strict-markers", "-v", "-rs"]
        options += ["-o", "filterwarnings=", "-p", "no:cacheprovider", f"--junit-xml={outcomes}"]
        environment = {**os.environ, "DREAMGEN_TEST_DEVICE": str(report.device)}
        command = [sys.executable, "-m", "pytest", "tests/gpu", *options]
        subprocess.run(command, cwd=CHECKOUT, env=environment, timeout=report.left - 3)
        for case in ElementTree.parse(outcomes).iter("testcase"):
            report.ask(str(case.get("name")), lambda case=case: _read(case))


def _read(case: ElementTree.Element) -> dict[str, str]:
    for kind, key in (("failure", "problem"), ("error", "problem"), ("skipped", "skipped")):
        told = case.find(kind)
        if told is not None:
            return {key: str(told.get("message"))[:500]}
    return {"passed": f"{float(case.get('time') or 0):.2f} s"}


if __name__ == "__main__":
    main()
