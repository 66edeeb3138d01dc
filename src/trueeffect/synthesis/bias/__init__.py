"""Small-study effects and publication bias: one verb per file."""
