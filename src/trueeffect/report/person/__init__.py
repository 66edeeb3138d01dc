"""Pages for a person: medicines, safety, and the diary."""
