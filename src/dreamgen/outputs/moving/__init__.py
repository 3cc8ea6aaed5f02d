"""Moving pictures, and folders of frames."""
