"""The figures: one per module, each a function that returns a Figure."""
