"""Grids: what ``--vary KEY=VALUES`` goes through, and every combination of several."""
