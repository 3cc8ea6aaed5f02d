"""The HTTP side: who may ask, what is served, and the pages."""
