"""The parts of charts by meaning: one file for each program whose drawings are known."""
