"""Where pictures come from: a camera, a screen, a film, or the page's own camera."""
