"""Mirror-symmetric dreams for dreamgen."""
