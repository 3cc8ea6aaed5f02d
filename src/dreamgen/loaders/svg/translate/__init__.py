"""What only browsers draw, put in terms that the renderer draws."""
