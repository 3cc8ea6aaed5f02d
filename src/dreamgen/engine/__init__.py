"""Gradient ascent on pictures: pure torch, no files, no names."""
