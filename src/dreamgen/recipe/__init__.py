"""Everything that determines one render, as validated data, and as the text inside files."""
