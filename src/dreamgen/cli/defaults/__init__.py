"""The user's own defaults: a file (`dreamgen config`) and variables named like the options."""
