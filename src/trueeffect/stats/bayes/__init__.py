"""Exact Bayesian meta-analysis: given tau everything is normal, and tau is integrated by quadrature."""
