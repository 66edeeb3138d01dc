"""Family of report formats: one module, one ``format``."""
