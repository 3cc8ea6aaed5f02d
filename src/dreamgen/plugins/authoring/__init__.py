"""For plugin authors: a plugin to begin with, and checks that it keeps its promises."""
