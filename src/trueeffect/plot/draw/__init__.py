"""Drawing: figures become files."""
