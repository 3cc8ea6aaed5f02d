"""The show over HTTP: its page, and a WebSocket for dreams, keys and the page's own camera."""
