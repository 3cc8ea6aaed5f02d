"""What the plugin offers; imports nothing heavy."""

from dreamgen import Entry, hookimpl

dreamgen_api = "1.0"


@hookimpl
def dreamgen_executors() -> list[Entry]:
    """Offer the executor."""
    return [Entry("ray", "dreamgen_ray.executor:Ray", "the machines of a Ray cluster")]
