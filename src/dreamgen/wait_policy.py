"""What idle threads of OpenMP do: they sleep, so that a busy machine stays usable.

By default they spin while they wait, and where processes outnumber the cores they take the time of
the threads that have work. On a quiet machine sleeping costs nothing that can be measured.
OpenMP reads its settings once, when torch loads it. (OpenMP 5.2 specification, section 21.7.)
"""

from __future__ import annotations

import os
import sys

VARIABLE = "OMP_WAIT_POLICY"


def let_idle_threads_sleep() -> None:
    """Choose the passive policy, unless the user has chosen one or torch is loaded already."""
    if "torch" not in sys.modules:
        os.environ.setdefault(VARIABLE, "PASSIVE")


def describe_wait_policy() -> str:
    """Return in a few words what idle threads do."""
    policy = os.environ.get(VARIABLE, "").lower()
    asked = f"{VARIABLE}={policy.upper()}" if policy else f"{VARIABLE} is not set"
    return f"{'sleep' if policy == 'passive' else 'may spin'} ({asked})"
