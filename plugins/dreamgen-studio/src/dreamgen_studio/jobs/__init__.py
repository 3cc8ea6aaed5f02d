"""The queue of renders, and the process that makes them."""
