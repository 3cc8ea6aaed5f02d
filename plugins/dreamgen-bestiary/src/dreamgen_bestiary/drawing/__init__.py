"""What classes are drawn with: random numbers, colour, fields, shapes and light, in batches."""
