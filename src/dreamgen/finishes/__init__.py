"""What press, paper and weather do to a finished picture, computed from the picture itself."""
