"""The whole state of a training in one file, replaced atomically."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch

from dreamgen import BadInput, move_into_place, temporary_path, write_atomically
from dreamgen_bestiary.training.learner import Learner
from dreamgen_bestiary.training.plan import Plan

STATE, PLAN = "state.pt", "plan.json"


@dataclass(frozen=True)
class Workshop:
    """The folder that a training keeps its plan and its state in."""

    folder: Path

    def begin(self, plan: Plan) -> None:
        """Write a plan, and remove any earlier training here."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / STATE).unlink(missing_ok=True)
        write_atomically(self.folder / PLAN, plan.model_dump_json(indent=1).encode())

    def plan(self) -> Plan:
        """Return the plan of a training that was begun; raise BadInput if none was."""
        path = self.folder / PLAN
        if not path.is_file():
            raise BadInput(f"--resume: no training was begun in {self.folder}")
        return Plan.model_validate_json(path.read_bytes())

    def save(self, learner: Learner, step: int) -> None:
        """Write the state after ``step`` steps, replacing the one before."""
        state = {
            "step": step,
            "module": learner.module.state_dict(),
            "average": learner.average.state_dict(),
            "optimiser": learner.optimiser.state_dict(),
        }
        with temporary_path(self.folder / STATE) as draft:
            torch.save(state, draft)
            move_into_place(draft, self.folder / STATE)

    def restore(self, learner: Learner) -> int:
        """Bring a learner to where it was; return the number of steps done, 0 for none."""
        path = self.folder / STATE
        if not path.is_file():
            return 0
        state = torch.load(path, map_location=learner.device, weights_only=True)
        learner.module.load_state_dict(state["module"])
        learner.average.load_state_dict(state["average"])
        learner.optimiser.load_state_dict(state["optimiser"])
        return state["step"]
