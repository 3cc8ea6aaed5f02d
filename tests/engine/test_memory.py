from __future__ import annotations

import subprocess
import sys

import pytest

FAULTS = """
import resource, sys, torch
from dreamgen.engine.memory import reuse_freed_memory

if sys.argv[1] == "reuse":
    assert reuse_freed_memory()
for _ in range(12):  # until the heap has grown to what is needed
    torch.ones(9_000_000).sum()  # more than 32 MB: smaller blocks are kept anyway
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(4):
    torch.ones(9_000_000).sum()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a setting of glibc's")
def test_memory_freed_by_a_step_is_not_fetched_again_from_the_system():
    def faults(how: str) -> int:
        command = [sys.executable, "-c", FAULTS, how]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    # Now and then a block does not fit where one was freed.
    assert faults("reuse") < 0.75 * faults("plain")


def test_elsewhere_nothing_is_changed(monkeypatch):
    from dreamgen.engine.memory import reuse_freed_memory

    monkeypatch.setattr(sys, "platform", "darwin")
    assert reuse_freed_memory() is False
