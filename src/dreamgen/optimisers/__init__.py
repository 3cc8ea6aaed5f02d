"""Built-in optimisers: how a gradient becomes a step."""
