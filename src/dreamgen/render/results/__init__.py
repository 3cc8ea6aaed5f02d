"""What Python callers get: dreams, zooms and films that save and show themselves."""
