"""A recipe as a function of time: formulas, curves and keyframes."""
