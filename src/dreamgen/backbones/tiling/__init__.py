"""Large pictures within bounded memory: tile by tile, without seams."""
