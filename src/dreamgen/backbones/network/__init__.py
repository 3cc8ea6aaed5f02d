"""A loaded network: forward passes, layers, activations, its classifier."""
