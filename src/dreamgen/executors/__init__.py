"""Where many tasks are made: in this process, in several, or on other machines."""
