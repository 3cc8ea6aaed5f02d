"""Check that components do all that their kind requires."""
