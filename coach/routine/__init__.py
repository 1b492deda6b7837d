"""The routine: its state, its commands and effects, and the machine that leads from one to the next."""
