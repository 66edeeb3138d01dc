"""Serial regression, the Bayesian step and the randomisation test against independent computations."""

import shutil
import subprocess

import numpy as np
import pytest

from trueeffect.stats.single_case import bayes, randomisation, serial

RNG = np.random.default_rng(7)


def series(n: int, phi: float, rng: np.random.Generator = RNG) -> np.ndarray:
    e = np.empty(n)
    e[0] = rng.normal()
    for i in range(1, n):
        e[i] = phi * e[i - 1] + np.sqrt(1 - phi**2) * rng.normal()
    return e


def test_whitening_equals_the_full_correlation_matrix_with_gaps() -> None:
    time = np.array([0, 1, 2, 5, 6, 9, 10, 11, 14.0])
    y, x = series(9, 0.4), serial.piecewise_design(time, 4)
    for phi in (-0.3, 0.0, 0.5, 0.9):
        found = serial.fit_grid(time, y, x, [phi])
        gap = np.abs(time[:, None] - time[None, :])
        r = np.sign(phi) ** gap * np.abs(phi) ** gap if phi else np.eye(9)
        inverse = np.linalg.inv(r)
        normal = x.T @ inverse @ x
        beta = np.linalg.solve(normal, x.T @ inverse @ y)
        rest = y - x @ beta
        assert found.beta[0] == pytest.approx(beta)
        assert found.rss[0] == pytest.approx(rest @ inverse @ rest)
        assert found.log_det[0] == pytest.approx(np.linalg.slogdet(r)[1])
        assert found.log_det_x[0] == pytest.approx(np.linalg.slogdet(normal)[1])


def test_least_squares() -> None:
    y, x = series(20, 0.0), serial.piecewise_design(range(20), 8)
    found = serial.least_squares(y, x)
    beta, rss, *_ = np.linalg.lstsq(x, y, rcond=None)
    assert found.estimate == pytest.approx(beta)
    assert found.std_error == pytest.approx(np.sqrt(rss[0] / 16 * np.diag(np.linalg.inv(x.T @ x))))


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="needs R with nlme")
def test_ar1_equals_gls_of_nlme() -> None:
    y = np.round(series(40, 0.5) + np.where(np.arange(40) >= 15, -1.0, 0.0), 6)
    script = (
        f"suppressMessages(library(nlme)); y<-c({','.join(map(str, y))}); t<-0:39; d<-as.numeric(t>=15); s<-d*(t-15);"
        "f<-gls(y~t+d+s, correlation=corAR1(form=~t));"
        "cat(coef(f), sqrt(diag(vcov(f))), coef(f$modelStruct$corStruct, unconstrained=FALSE))"
    )
    run = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, timeout=60)
    if run.returncode:
        pytest.skip("nlme is not installed")
    values = np.array(run.stdout.split(), float)
    found = serial.gls(range(40), y, serial.piecewise_design(range(40), 15))
    assert found.phi == pytest.approx(values[8], abs=0.003)  # the grid has steps of 0.005
    assert found.estimate == pytest.approx(values[:4], abs=0.01)
    assert found.std_error == pytest.approx(values[4:8], rel=0.02)


def test_posterior_equals_brute_force_integration() -> None:
    """An independent posterior: full covariance matrices on a dense three-way grid."""
    time = np.array([0, 1, 2, 3, 5, 6, 7, 8, 9, 10.0])
    y = np.array([6, 7, 6.5, 7, 6, 4, 5, 4.5, 4, 5])
    start, mean, variance, offset, spread = 5, -0.8, 0.9, -0.5, 0.6
    found = bayes.step_posterior(
        time, y, start, prior_mean=mean, prior_variance=variance, offset=offset, offset_variance=spread
    )
    delta = np.linspace(-6, 4, 401)
    total = np.zeros_like(delta)
    after = (np.arange(10) >= start).astype(float)
    gap = np.abs(time[:, None] - time[None, :])
    for phi in serial.GRID:
        r = np.sign(phi) ** gap * np.abs(phi) ** gap if phi else np.eye(10)
        inverse, log_det = np.linalg.inv(r), np.linalg.slogdet(r)[1]
        one = np.ones(10)
        for log_sigma in np.linspace(-3, 3, 121):
            sigma2 = np.exp(2 * log_sigma)
            step = delta[:, None] * after[None, :]  # the whole step: theta plus course
            rest = y[None, :] - step
            mu = rest @ inverse @ one / (one @ inverse @ one)
            centred = rest - mu[:, None]
            quad = np.einsum("ij,jk,ik->i", centred, inverse, centred)
            log = -0.5 * quad / sigma2 - 9 * log_sigma - 0.5 * log_det - 0.5 * np.log(one @ inverse @ one)
            total += np.exp(log) * bayes.phi_prior(np.array([phi]))[0]
    # theta given the whole step: prior times course, both normal
    prior_step = np.exp(-0.5 * (delta - mean - offset) ** 2 / (variance + spread))
    weight = total * prior_step
    weight /= weight.sum()
    theta = mean + variance / (variance + spread) * (delta - mean - offset)
    assert found.step.estimate == pytest.approx(float(weight @ theta), abs=0.01)


def test_flat_prior_is_the_limit_of_a_wide_one() -> None:
    y = series(30, 0.3)
    flat = bayes.step_posterior(range(30), y, 12).step
    wide = bayes.step_posterior(range(30), y, 12, prior_variance=1e6).step
    assert wide.estimate == pytest.approx(flat.estimate, abs=1e-3)
    assert wide.below(0) == pytest.approx(flat.below(0), abs=1e-3)


def test_quantiles_and_probabilities_agree() -> None:
    step = bayes.step_posterior(range(24), series(24, 0.2), 10).step
    for p in (0.025, 0.5, 0.9):
        assert step.below(step.quantile(p)) == pytest.approx(p, abs=1e-9)


def test_shift_and_scale() -> None:
    y = series(24, 0.2)
    one = bayes.step_posterior(range(24), y, 10).step
    two = bayes.step_posterior(range(24), 5 + 3 * y, 10).step
    assert two.estimate == pytest.approx(3 * one.estimate)
    assert two.below(0) == pytest.approx(one.below(0), abs=1e-9)


def test_start_test_by_enumeration() -> None:
    y = [5, 6, 5, 7, 6, 4, 3, 4, 3, 2]
    found = randomisation.start_test(y, 5, [3, 4, 5, 6, 7])
    drops = {k: np.mean(y[:k]) - np.mean(y[k:]) for k in (3, 4, 5, 6, 7)}
    assert found.p_value == pytest.approx(np.mean([drops[k] >= drops[5] - 1e-12 for k in drops]))
    assert found.floor == 0.2


def test_start_test_holds_its_level_under_any_trend() -> None:
    """Over all starts that could have been drawn, p <= alpha happens in at most alpha of them: exactly."""
    for phi, slope in ((0.0, 0.0), (0.7, -0.1), (0.9, 0.3)):
        y = series(40, phi) + slope * np.arange(40)
        possible = list(range(10, 30))
        p = [randomisation.start_test(y, k, possible).p_value for k in possible]
        for alpha in (0.05, 0.1, 0.25):
            assert np.mean(np.array(p) <= alpha) <= alpha + 1e-12


def test_order_test_floor() -> None:
    found = randomisation.order_test([6, 3, 7, 4, 6, 2, 7, 3], [(0, 1), (2, 3), (4, 5), (6, 7)], [1, 3, 5, 7])
    assert found.p_value == found.floor == 1 / 16


def test_missing_start_is_refused() -> None:
    with pytest.raises(ValueError, match="possible"):
        randomisation.start_test([1, 2, 3, 4], 1, [2, 3])
