"""What is heard in a song: its spectrum, levels, hits and beats."""
