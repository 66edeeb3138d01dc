"""Mixed models of counts: likelihoods of studies, integrated over random effects."""
