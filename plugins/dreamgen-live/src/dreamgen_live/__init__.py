"""Live dreams, as a plugin."""
