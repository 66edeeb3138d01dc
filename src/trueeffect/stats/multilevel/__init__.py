"""Multilevel and multivariate models: block covariances, likelihoods, and inference, in arrays."""
