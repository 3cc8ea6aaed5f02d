"""Tables as charts."""
