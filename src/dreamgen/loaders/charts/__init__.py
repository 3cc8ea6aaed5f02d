"""Charts as bare pixels: whether a picture is one, its words, its panel and its legend."""
