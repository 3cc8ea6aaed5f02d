"""CSS: from style sheets and style attributes to what holds for each element."""
