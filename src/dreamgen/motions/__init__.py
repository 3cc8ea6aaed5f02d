"""Built-in motions: how a camera moves through a zoom."""
