"""Several cases together: against lme of nlme, and against what was simulated."""

import shutil
import subprocess

import numpy as np
import pytest

from trueeffect.stats.single_case.between_case import between_case


def cases(
    number: int, seed: int, step: float = -1.5, tau: float = 1.0, phi: float = 0.4
) -> list[tuple[np.ndarray, np.ndarray, int]]:
    rng = np.random.default_rng(seed)
    made = []
    for at in range(number):
        n, start = 30, 8 + 2 * at
        e = np.empty(n)
        e[0] = rng.normal()
        for i in range(1, n):
            e[i] = phi * e[i - 1] + np.sqrt(1 - phi**2) * rng.normal()
        made.append(
            (np.arange(n), np.round(6 + tau * rng.normal() + step * (np.arange(n) >= start) + e, 4), start)
        )
    return made


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="needs R with nlme")
def test_equals_lme() -> None:
    data = cases(5, 3)
    rows = [(c, t, y, int(t >= s)) for c, (time, values, s) in enumerate(data) for t, y in zip(time, values)]
    columns = ["c(" + ",".join(str(row[i]) for row in rows) + ")" for i in range(4)]
    script = (
        f"suppressMessages(library(nlme)); d<-data.frame(c=factor({columns[0]}),t={columns[1]},y={columns[2]},x={columns[3]});"
        "f<-lme(y~x, random=~1|c, correlation=corAR1(0.2, ~t|c), data=d, control=lmeControl(msTol=1e-10, tolerance=1e-9));"
        "cat(fixef(f)[2], as.numeric(VarCorr(f)[,1]), coef(f$modelStruct$corStruct, unconstrained=FALSE))"
    )
    run = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, timeout=60)
    if run.returncode:
        pytest.skip("nlme is not installed")
    step, tau2, sigma2, phi = (float(word) for word in run.stdout.split())
    found = between_case(data)
    assert found.step == pytest.approx(step, rel=1e-4)
    assert found.tau2 == pytest.approx(tau2, rel=2e-3)
    assert found.sigma2 == pytest.approx(sigma2, rel=2e-3)
    assert found.phi == pytest.approx(phi, abs=1e-3)
    assert found.raw == pytest.approx(step / np.sqrt(tau2 + sigma2), rel=2e-3)


@pytest.mark.slow
def test_mean_over_simulations_is_the_effect() -> None:
    truth = -1.5 / np.sqrt(2)
    found = [between_case(cases(5, seed)) for seed in range(60)]
    estimates = np.array([each.estimate for each in found])
    assert estimates.mean() == pytest.approx(truth, abs=3 * estimates.std() / np.sqrt(60) + 0.03)
    assert np.mean([each.std_error for each in found]) == pytest.approx(estimates.std(), rel=0.35)


def test_unit_does_not_matter() -> None:
    data = cases(4, 8)
    other = [(t, 10 + 3 * y, s) for t, y, s in data]
    assert between_case(other).estimate == pytest.approx(between_case(data).estimate, rel=1e-3)


def test_two_cases_are_too_few() -> None:
    with pytest.raises(ValueError, match="three cases"):
        between_case(cases(2, 1))
