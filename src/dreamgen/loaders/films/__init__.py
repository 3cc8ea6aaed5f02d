"""Films as pictures in their order: videos, animations, folders of frames."""
