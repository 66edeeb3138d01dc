"""Networks of treatments: contrast models with multi-arm studies, in arrays."""
