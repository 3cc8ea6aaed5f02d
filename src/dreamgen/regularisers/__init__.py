"""Built-in regularisers: what keeps the ascent good-looking."""
