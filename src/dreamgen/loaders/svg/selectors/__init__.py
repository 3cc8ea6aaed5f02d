"""CSS selectors: read, matched, and what a user's own select."""
