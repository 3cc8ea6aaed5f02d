"""Recipes inside files: as EXIF, PNG text, comments and boxes."""
