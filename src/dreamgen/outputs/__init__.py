"""Built-in outputs: frames in, file out."""
