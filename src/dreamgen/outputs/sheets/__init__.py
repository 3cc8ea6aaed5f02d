"""Contact sheets: many pictures in one, in a run of captions or in tables."""
