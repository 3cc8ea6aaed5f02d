"""Where a result goes, how it gets there whole, and how its recipe is read back."""
