"""Pages of PDF files."""
