"""Exact posteriors against a fine grid."""

from __future__ import annotations

import numpy as np
import pytest

import trueeffect as te
from trueeffect.errors import InputError, TooFewEffects

Y = np.array([0.1, 0.35, 0.6, -0.1, 0.3])
V = np.array([0.02, 0.05, 0.04, 0.03, 0.08])
PRIORS = [
    te.HalfNormal(0.5),
    te.HalfCauchy(0.3),
    te.Uniform(3.0),
    te.LogNormalTau2(-2.5, 1.7),
    te.LogTTau2(-3.4, 2.6),
]


def effects() -> object:
    return te.effect_sizes({"y": Y, "v": V}, y="y", v="v")


def grid(prior: object, mean_prior: tuple[float, float] | None) -> tuple[np.ndarray, ...]:
    """Return tau, weights, conditional means and variances on a fine trapezium in log(tau)."""
    top = np.log(getattr(prior, "upper", 1e9))
    u = np.linspace(-40, min(top, 20.0), 400_001)
    tau = np.minimum(np.exp(u), np.exp(top))
    tau = np.minimum(tau, getattr(prior, "upper", np.inf))
    w = 1 / (V[:, None] + tau**2)
    extra, shift = (0.0, 0.0) if mean_prior is None else (mean_prior[1] ** -2, mean_prior[0])
    s = w.sum(0) + extra
    m = ((w * Y[:, None]).sum(0) + extra * shift) / s
    q = (w * (Y[:, None] - m) ** 2).sum(0) + extra * (m - shift) ** 2
    logs = 0.5 * np.log(w).sum(0) - 0.5 * np.log(s) - 0.5 * q + prior.log_density(tau) + u
    mass = np.exp(logs - logs.max())
    mass[[0, -1]] /= 2
    return tau, mass / mass.sum(), m, 1 / s


@pytest.mark.parametrize("prior", PRIORS, ids=repr)
@pytest.mark.parametrize("mean_prior", [None, (0.0, 1.0)])
def test_posterior_equals_a_fine_grid(prior: object, mean_prior: tuple[float, float] | None) -> None:
    from scipy.special import ndtr

    fit = te.bayes(effects(), prior, mean_prior=mean_prior)
    tau, w, m, s2 = grid(prior, mean_prior)
    assert fit.estimate == pytest.approx(w @ m, abs=1e-8)
    assert fit.tau.mean == pytest.approx(w @ tau, abs=1e-7)
    assert fit.std_error**2 == pytest.approx(w @ (s2 + (m - w @ m) ** 2), abs=1e-8)
    assert w @ ndtr((fit.conf_low[0] - m) / np.sqrt(s2)) == pytest.approx(0.025, abs=1e-8)
    assert w @ ndtr((fit.conf_high[0] - m) / np.sqrt(s2)) == pytest.approx(0.975, abs=1e-8)
    assert w[tau <= fit.tau_median].sum() == pytest.approx(0.5, abs=1e-4)  # the grid is that coarse
    low, high = fit.pred_int()
    assert w @ ndtr((high - m) / np.sqrt(s2 + tau**2)) == pytest.approx(0.975, abs=1e-8)
    assert low < fit.conf_low[0]


def test_evidence_is_a_normal_density_when_tau_is_nearly_known() -> None:
    fit = te.bayes(effects(), te.LogNormalTau2(np.log(0.04), 1e-4), mean_prior=(0.0, 1.0))
    cov = np.diag(V + 0.04) + 1.0
    expected = -0.5 * np.linalg.slogdet(2 * np.pi * cov)[1] - 0.5 * Y @ np.linalg.solve(cov, Y)
    assert fit.log_evidence == pytest.approx(expected, abs=1e-6)
    none = np.diag(V + 0.04)
    null = -0.5 * np.linalg.slogdet(2 * np.pi * none)[1] - 0.5 * Y @ np.linalg.solve(none, Y)
    assert fit.bayes_factor_no_effect == pytest.approx(np.exp(null - expected), rel=1e-5)


def test_flat_mean_has_no_bayes_factor_of_effect() -> None:
    fit = te.bayes(effects(), te.HalfNormal(0.5))
    assert fit.bayes_factor_no_effect is None
    assert fit.bayes_factor_no_heterogeneity is not None


def test_study_effects_lie_between_study_and_mean() -> None:
    fit = te.bayes(effects())
    found = fit.study_effects()
    for y, estimate in zip(Y, found["estimate"]):
        assert min(y, fit.estimate) - 1e-3 <= estimate <= max(y, fit.estimate) + 1e-3
    assert ((found["shrinkage"] > 0) & (found["shrinkage"] < 1)).all()


def test_networks_and_regressions_share_the_method() -> None:
    data = {"study": list(range(5)), "t1": ["new"] * 5, "t2": ["old"] * 5, "y": Y, "se": np.sqrt(V)}
    network = te.network(data, study="study", treat1="t1", treat2="t2", y="y", se="se", reference="old")
    plain = te.bayes(effects(), te.HalfNormal(0.4))
    assert te.bayes(network, te.HalfNormal(0.4)).estimate == pytest.approx(plain.estimate, abs=1e-10)
    table = {"y": Y, "v": V, "x": [0.0, 1, 0, 1, 1]}
    fit = te.bayes(te.effect_sizes(table, y="y", v="v"), te.HalfNormal(0.4), moderators=["x"])
    assert fit.terms == ("intercept", "x")
    assert (fit.conf_low < fit.estimates).all()


def test_sensitivity_and_refusals() -> None:
    found = te.prior_sensitivity(effects(), [te.HalfNormal(0.1), te.HalfNormal(1.0)])
    assert found["tau_median"][0] < found["tau_median"][1]
    two = te.effect_sizes({"y": Y[:2], "v": V[:2]}, y="y", v="v")
    with pytest.raises(TooFewEffects, match="no proper posterior"):
        te.bayes(two, te.Uniform())
    with pytest.raises(InputError, match="positive"):
        te.HalfNormal(-1.0)
    with pytest.raises(InputError, match="not a prior"):
        te.bayes(effects(), "half-normal")


def test_a_distant_null_does_not_look_improper() -> None:
    # the mean lies far from 0, so the evidence for no effect needs large tau; found by simulation
    for shift in np.linspace(0.5, 6, 40):
        found = te.effect_sizes({"y": Y + shift, "v": V}, y="y", v="v")
        fit = te.bayes(found, te.HalfNormal(0.5), mean_prior=(0.0, 1.0))
        assert fit.bayes_factor_no_effect is not None
        assert fit.bayes_factor_no_effect < 1
