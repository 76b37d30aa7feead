"""Reading in a process of its own: its caller, what starts it, its job, its results."""
