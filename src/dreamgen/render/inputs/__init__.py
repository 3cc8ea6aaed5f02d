"""What a render reads: pictures, films, songs, masks, and the files that a recipe names."""
