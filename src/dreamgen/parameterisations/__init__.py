"""Built-in parameterisations: what is really optimised."""
