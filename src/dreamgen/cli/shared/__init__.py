"""What several commands share: options, recipes from flags, progress, writing results."""
