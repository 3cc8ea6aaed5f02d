"""What can be plugged in, how it is found and named."""
