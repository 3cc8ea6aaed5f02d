"""What is asked for: inputs, names of results, and files of jobs become tasks."""
