"""For plugin authors: a new plugin from templates, checks of components, fixtures for pytest."""
