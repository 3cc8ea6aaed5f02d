"""Built-in curves: numbers over time that the formulas of a recipe follow."""
