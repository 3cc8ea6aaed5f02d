"""Built-in loaders: bytes in, picture out."""
