"""The parts of a drawing: marks, panel, axes, legend and whatever a CSS selector finds."""
