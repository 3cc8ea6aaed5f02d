"""Built-in effects: what press, paper, weather and lenses do to a finished frame."""
