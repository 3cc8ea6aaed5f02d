"""Dream to music: what a song does, as curves that a recipe's numbers follow."""
