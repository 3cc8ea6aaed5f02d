"""What a plugin's code raises, or returns wrongly, is told in one sentence that names it."""
