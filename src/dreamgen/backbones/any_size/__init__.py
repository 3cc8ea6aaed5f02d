"""Pictures of any size through networks that take only some sizes."""
