"""The bestiary: pictures drawn by a program, and a network that learns to dream from them."""
