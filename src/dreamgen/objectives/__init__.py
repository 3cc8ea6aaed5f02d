"""Built-in objectives: what is maximised."""
