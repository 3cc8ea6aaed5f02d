"""Pictures as tensors, and the arithmetic that several kinds of components share."""
