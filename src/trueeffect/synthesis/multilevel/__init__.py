"""Multilevel and multivariate meta-analysis."""
