"""A studio in the browser for dreamgen; :class:`dreamgen_studio.studio.Studio` is what pages call."""
