"""How much of the picture a layer sees."""
