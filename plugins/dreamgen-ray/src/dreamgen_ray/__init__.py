"""An executor for dreamgen on a Ray cluster."""
