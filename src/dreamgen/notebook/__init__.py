"""Dreams that grow in a notebook, with anywidget; nothing else of dreamgen needs it."""
