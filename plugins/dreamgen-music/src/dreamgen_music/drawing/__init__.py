"""A song and its curves as a picture."""
