"""What the shell completes. It must answer at once, so torch is imported for unseen networks alone."""
