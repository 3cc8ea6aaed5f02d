"""Networks to look into: timm's, the bundled one, and checkpoints; one face for all of them."""
