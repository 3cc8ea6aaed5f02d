"""Every class of the bestiary: a name, its own colours, and the function that draws it."""
