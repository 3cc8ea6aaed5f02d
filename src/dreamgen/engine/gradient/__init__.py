"""The gradient that a step follows: of whole pictures or by tiles, over random views."""
