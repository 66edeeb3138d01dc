"""One person measured many times: overlap, regression, randomisation and Bayesian models of two phases."""
