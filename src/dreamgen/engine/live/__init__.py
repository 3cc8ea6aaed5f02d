"""A dream of pictures that come one by one, from a camera or a screen, with no end that is known."""
