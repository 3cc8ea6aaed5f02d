"""Zooms: the camera's path, keyframes, warping and compositing."""
