"""What Python callers call: one picture or zoom, awaited, or many at once."""
