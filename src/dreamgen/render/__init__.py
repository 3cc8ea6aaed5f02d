"""From a recipe to finished frames: plan, load, run, save, resume."""
