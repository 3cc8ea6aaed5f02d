"""What classes are drawn with: chance, colour, fields, shapes and light. All of it in batches."""
