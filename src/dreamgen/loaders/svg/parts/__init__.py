"""The parts of a drawing: marks, panel, axes, legend and what a CSS selector finds."""
