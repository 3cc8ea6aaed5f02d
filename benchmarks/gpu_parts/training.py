"""The bundled network, trained on for as long as there is time; the file lies beside the answers."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from gpu_parts.report import Report, open_report

RUN = "from dreamgen.cli.main import main; main()"
SPARE = 45  # seconds for starting, writing the file and testing it
FEW = "owl,fur,skull"


def main() -> None:
    """Train from the network that ships, stating the time left on the way, and test the result.

    What it was right about before, its card says: the fresh pictures are of the same seed.
    """
    report = open_report()
    file = report.path.with_name("trained.safetensors")
    report.ask("minutes", lambda: round((report.left - SPARE) / 60, 2))
    report.ask("trained", lambda: train(report, str(file)))
    report.ask("after", lambda: evaluate(report, str(file)))


def train(report: Report, file: str) -> str:
    """Train, and return what was said last."""
    words = ["train", "-o", file, "--device", str(report.device), "--seed", "11", "--radius", "3"]
    words += ["--start", "bestiary", "--rate", "5e-4"]
    if report.tiny:
        words += ["--steps", "2", "--count", "2", "--classes", FEW, "--batch", "4", "--side", "64"]
    else:
        words += ["--minutes", f"{max(0.2, (report.left - SPARE) / 60):.2f}", "--batch", "128"]
    return _run(words, report.left - 5)[-1]


def evaluate(report: Report, backbone: str) -> dict[str, Any]:
    """Return the accuracy on fresh pictures, plain and attacked."""
    words = ["evaluate", backbone, "--count", "1", "--attack-steps", "5", "-q"]
    words += ["--device", str(report.device)]
    lines = _run(words, report.left)
    return {line.split()[0]: " ".join(line.split()[1:]) for line in lines}


def _run(words: list[str], limit: float) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", RUN, "bestiary", *words],
        stdout=subprocess.PIPE,
        text=True,
        timeout=limit,
    )
    if done.returncode:
        raise RuntimeError(f"dreamgen bestiary {words[0]} ended with {done.returncode}")
    return done.stdout.strip().splitlines()


if __name__ == "__main__":
    main()
