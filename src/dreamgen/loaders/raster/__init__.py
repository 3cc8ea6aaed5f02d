"""The loader of pixel pictures."""
