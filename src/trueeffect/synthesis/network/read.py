"""From tables to the studies of a network, with plain words about what is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import DisconnectedNetwork, InputError, MissingField, TooFewEffects
from trueeffect.stats.network.blocks import Block, components, covariance, edges_of
from trueeffect.synthesis import frames
from trueeffect.synthesis.inputs import LeftOut
from trueeffect.synthesis.network.arms import ArmTable, arm_values, read_arms
from trueeffect.synthesis.zero_cells import ZeroCells

Array = NDArray[np.float64]
ROUNDING = 0.05
"""Largest gap, as a share of the standard error, that printed contrasts of one study may have by rounding."""


@dataclass(frozen=True, eq=False)
class Network:
    """Studies and treatments of a network.

    Parameters
    ----------
    studies, treatments : tuple of str
        Names; treatments in alphabetical order.
    blocks : tuple of Block
        Contrasts of the studies, grouped by the number of arms.
    """

    studies: tuple[str, ...]
    treatments: tuple[str, ...]
    blocks: tuple[Block, ...]
    measure: str
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    backend: str
    arms: ArmTable | None = None

    @property
    def n_pairs(self) -> int:
        """Number of pairwise comparisons within studies."""
        return sum(len(b.study) * b.m * (b.m - 1) // 2 for b in self.blocks)

    @cached_property
    def parts(self) -> list[list[int]]:
        """Connected parts of the network."""
        return components(edges_of(self.blocks), len(self.treatments))

    def index(self, treatment: str) -> int:
        """Return the position of a treatment, or say which are there."""
        try:
            return self.treatments.index(treatment)
        except ValueError:
            plain = {_plain(name): name for name in self.treatments}
            near = [plain[key] for key in difflib.get_close_matches(_plain(treatment), plain, 1, 0.5)]
            raise InputError(
                f"There is no treatment {treatment!r}.",
                hint=(f"Did you mean {near[0]!r}? " if near else "")
                + f"Treatments: {', '.join(self.treatments[:15])}.",
            ) from None

    def check_connected(self) -> None:
        """Raise when the network falls into parts; name them, and treatments that may be the same."""
        if len(self.parts) == 1:
            return
        named = [[self.treatments[i] for i in part] for part in self.parts]
        listed = "; ".join(", ".join(part) for part in named[:6])
        hint = "Add a study that links them, analyse one part at a time, or use network_components."
        near = _alike(self.treatments, 0.8, named)
        if near:
            hint = f"Is {near[0][0]!r} the same treatment as {near[0][1]!r}? {hint}"
        raise DisconnectedNetwork(
            f"The network falls into {len(named)} parts without a comparison between them: {listed}.",
            hint=hint,
            components=named,
        )


def _alike(
    treatments: Sequence[str], cutoff: float, parts: list[list[str]] | None = None
) -> list[tuple[str, str]]:
    """Return pairs of treatments whose names are nearly the same (in different parts, if given)."""
    where = {name: i for i, part in enumerate(parts or []) for name in part}
    plain = {name: _plain(name) for name in treatments}
    found = []
    for i, first in enumerate(treatments):
        for second in treatments[i + 1 :]:
            if parts and where[first] == where[second]:
                continue
            a, b = plain[first], plain[second]
            digits = [c for c in a if c.isdigit()] == [c for c in b if c.isdigit()]
            if a == b or (digits and difflib.SequenceMatcher(None, a, b).ratio() >= cutoff):
                found.append((first, second))
    return found


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum() or c in "+/")


def _doubles(treatments: Sequence[str]) -> list[tuple[str, str]]:
    """Return treatments whose names differ only in case, spaces or punctuation."""
    first: dict[str, str] = {}
    pairs = [(first.setdefault(_plain(name), name), name) for name in treatments]
    return [pair for pair in pairs if pair[0] != pair[1]]


def read_network(
    data: Any,
    *,
    study: str = "study",
    measure: str = "GEN",
    treatment: str | Sequence[str] | None = None,
    treat1: str | None = None,
    treat2: str | None = None,
    zero: ZeroCells | Mapping[str, Any] | None = None,
    **columns: Any,
) -> Network:
    """Read arms (``treatment``) or contrasts (``treat1``, ``treat2``, ``y``, ``se`` or ``v``).

    The result can be given to :func:`trueeffect.network` in place of a table, to read only once.
    """
    if isinstance(data, Network):
        return data
    source = frames.read_columns(data)
    if treatment is not None:
        if treat1 is not None or treat2 is not None:
            raise InputError(
                "Both arms and contrasts are named.", hint="Give treatment=, or treat1= and treat2=."
            )
        table = read_arms(source, measure, study, treatment, columns)
        return _from_arms(table, measure, zero, source.backend)
    if treat1 is None or treat2 is None:
        raise MissingField(
            "Neither arms nor contrasts are named.",
            hint="Give treatment=COLUMN (one row per arm), or treat1=, treat2=, y= and se= (contrasts).",
        )
    if zero is not None:
        raise InputError("zero= was given, but contrasts have no cells.", hint="Leave it out.")
    return _from_contrasts(source, study, treat1, treat2, measure, columns)


def _from_arms(table: ArmTable, measure: str, zero: Any, backend: str) -> Network:
    table, y, v = arm_values(table, measure, zero)
    reasons: list[LeftOut] = []
    entries = []
    treatments = sorted(set(table.treatment))
    for name, arms in table.by_study().items():
        here = [table.treatment[i] for i in arms]
        if len(set(here)) < len(here):
            twice = next(t for t in here if here.count(t) > 1)
            raise InputError(
                f"Study {name!r} has the treatment {twice!r} in more than one arm.",
                hint="Combine these arms into one, or give them different names.",
                study=name,
            )
        if len(here) < 2:
            why = f"only one arm ({here[0]})"
            reasons.append(LeftOut(row=table.rows[arms[0]], study=name, reason=why))
            continue
        entries.append((name, sorted(arms, key=lambda i: table.treatment[i])))
    used = sorted({table.treatment[i] for _, arms in entries for i in arms})
    position = {t: i for i, t in enumerate(used)}
    groups: dict[int, list[tuple[int, list[int]]]] = {}
    for number, (_, arms) in enumerate(entries):
        groups.setdefault(len(arms), []).append((number, arms))
    code = np.array([position.get(t, -1) for t in table.treatment], dtype=int)
    blocks = []
    for m, members in sorted(groups.items()):
        at = np.array([arms for _, arms in members])
        means, variances = y[at], v[at]
        cov = np.repeat(variances[:, :1, None], m - 1, axis=1).repeat(m - 1, axis=2)
        cov[:, np.arange(m - 1), np.arange(m - 1)] += variances[:, 1:]
        study = np.array([number for number, _ in members])
        blocks.append(Block(study, code[at], means[:, 1:] - means[:, :1], cov))
    lost = sorted(set(treatments) - set(used))
    notes = tuple(f"treatment {t!r} occurs in no study with two arms" for t in lost)
    return _network(
        [e[0] for e in entries], used, blocks, measure, (*table.left_out, *reasons), backend, table, notes
    )


def _from_contrasts(
    source: frames.Columns, study: str, treat1: str, treat2: str, measure: str, columns: dict[str, Any]
) -> Network:
    spread = "v" if "v" in columns else "se"
    for role in ("y", spread):
        if role not in columns:
            raise MissingField(
                f"Contrasts need {role}, which is not given.", hint=f"{role}=COLUMN.", wanted=role
            )
    extra = [role for role in columns if role not in ("y", spread)]
    if extra:
        raise InputError(
            f"{extra[0]}= is given, but contrasts do not use it.", hint="They need y and se (or v)."
        )
    names = frames.as_text(source.column(study, "study"))
    one, two = (frames.as_text(source.column(c, "a treatment")) for c in (treat1, treat2))
    y, s = source.numbers(columns["y"], "y"), source.numbers(columns[spread], spread)
    v = s if spread == "v" else s**2
    left_out: list[LeftOut] = []
    rows: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        usable = name and one[i] and two[i] and np.isfinite(y[i]) and np.isfinite(v[i])
        if not usable:
            left_out.append(
                LeftOut(row=i + 1, study=name, reason="a name, the estimate or its error is missing")
            )
            continue
        if one[i] == two[i]:
            raise InputError(
                f"Row {i + 1} ({name}) compares {one[i]!r} with itself.",
                hint="Correct one of the two treatments.",
                row=i + 1,
            )
        if not v[i] > 0 or s[i] < 0:
            raise InputError(
                f"Row {i + 1} ({name}): {spread} is {s[i]:g}; it must be positive.",
                hint="Correct the figure, or leave the row out.",
                row=i + 1,
            )
        rows.setdefault(name, []).append(i)
    treatments = sorted({t for members in rows.values() for i in members for t in (one[i], two[i])})
    position = {t: i for i, t in enumerate(treatments)}
    found: dict[int, list[tuple[int, list[int], Array, Array]]] = {}
    for number, (name, members) in enumerate(rows.items()):
        pairs = {}
        for i in members:
            a, b = position[one[i]], position[two[i]]
            key, sign = ((a, b), 1.0) if a < b else ((b, a), -1.0)
            if key in pairs:
                raise InputError(
                    f"Study {name!r} compares {one[i]!r} and {two[i]!r} more than once (row {i + 1}).",
                    hint="Combine these rows, or give separate trials separate study names.",
                    study=name,
                )
            pairs[key] = (sign * float(y[i]), float(v[i]))
        arms = sorted({t for key in pairs for t in key})
        contrast, cov = _joint(name, arms, pairs, treatments)
        found.setdefault(len(arms), []).append((number, arms, contrast, cov))
    blocks = [
        Block(
            np.array([f[0] for f in group]),
            np.array([f[1] for f in group]),
            np.array([f[2] for f in group]),
            np.array([f[3] for f in group]),
        )
        for _, group in sorted(found.items())
    ]
    return _network(list(rows), treatments, blocks, measure, tuple(left_out), source.backend, None, ())


def _joint(
    name: str, arms: list[int], pairs: dict[tuple[int, int], tuple[float, float]], treatments: list[str]
) -> tuple[Array, Array]:
    """Return contrasts against the first arm and their covariance, from all pairs of a study."""
    m = len(arms)
    if m == 2:
        y, v = next(iter(pairs.values()))
        return np.array([-y]), np.array([[v]])
    if len(pairs) < m * (m - 1) // 2:
        lacking = next((a, b) for i, a in enumerate(arms) for b in arms[i + 1 :] if (a, b) not in pairs)
        raise InputError(
            f"Study {name!r} has {m} arms and needs {m * (m - 1) // 2} contrasts, but it has {len(pairs)}.",
            hint=f"Add the row {treatments[lacking[0]]!r} against {treatments[lacking[1]]!r}: their "
            "covariance follows from all the variances.",
            study=name,
        )
    variances, gaps = np.zeros((m, m)), np.zeros((m, m))
    for i, a in enumerate(arms):
        for j in range(i + 1, m):
            y, v = pairs[a, arms[j]]
            variances[i, j] = variances[j, i] = v
            gaps[i, j], gaps[j, i] = y, -y
    cov = covariance(variances)
    _check_variances(name, [treatments[a] for a in arms], variances, cov)
    effects = _consistent(gaps, cov)
    _check_estimates(name, [treatments[a] for a in arms], gaps, effects, variances)
    return effects[1:] - effects[0], cov


def _consistent(gaps: Array, cov: Array) -> Array:
    """Return arm effects nearest to all pairwise estimates; these agree up to rounding."""
    m = len(gaps)
    laplacian = np.zeros((m, m))
    precision = np.linalg.inv(cov)
    laplacian[1:, 1:] = precision
    laplacian[0, 1:] = laplacian[1:, 0] = -precision.sum(axis=0)
    laplacian[0, 0] = precision.sum()
    weights = -laplacian
    np.fill_diagonal(weights, 0.0)
    return np.asarray(np.linalg.pinv(laplacian) @ (weights * gaps).sum(axis=1))


def _check_variances(name: str, arms: list[str], variances: Array, cov: Array) -> None:
    values = np.linalg.eigvalsh(cov)
    if values[0] > 1e-10 * values[-1]:
        return
    m = len(arms)
    # the pair whose variance exceeds what the other pairs allow by most
    excess = {
        (i, j): variances[i, j] - (np.sqrt(variances[i, h]) + np.sqrt(variances[h, j])) ** 2
        for i in range(m)
        for j in range(i + 1, m)
        for h in range(m)
        if h not in (i, j)
    }
    i, j = max(excess, key=lambda pair: excess[pair])
    listed = ", ".join(
        f"{arms[a]} - {arms[b]} {np.sqrt(variances[a, b]):.4g}" for a in range(m) for b in range(a + 1, m)
    )
    raise InputError(
        f"The standard errors of the {m}-arm study {name!r} contradict each other ({listed}): no joint "
        f"distribution of its contrasts has them.",
        hint=f"Check first {arms[i]!r} against {arms[j]!r}. With independent arms each variance is the sum "
        "of two arm variances; give the arms instead (treatment=) if they are known.",
        study=name,
        arms=arms,
    )


def _check_estimates(name: str, arms: list[str], gaps: Array, effects: Array, variances: Array) -> None:
    m = len(arms)
    off = np.abs(gaps - (effects[:, None] - effects[None, :]))
    allowed = ROUNDING * np.sqrt(variances)
    worst = off - allowed
    np.fill_diagonal(worst, -1.0)
    if worst.max() <= 0:
        return
    i, j = np.unravel_index(int(np.argmax(worst)), (m, m))
    other = next(h for h in range(m) if h not in (i, j))
    raise InputError(
        f"The estimates of the {m}-arm study {name!r} do not add up: {arms[i]!r} minus {arms[j]!r} is "
        f"given as {gaps[i, j]:.4g}, but by way of {arms[other]!r} it is "
        f"{gaps[i, other] + gaps[other, j]:.4g}.",
        hint="Check the signs and the order of the two treatments in each row of this study.",
        study=name,
        arms=arms,
    )


def _network(
    studies: list[str],
    treatments: list[str],
    blocks: list[Block],
    measure: str,
    left_out: tuple[LeftOut, ...],
    backend: str,
    arms: ArmTable | None,
    notes: tuple[str, ...],
) -> Network:
    if not blocks:
        why = f" {len(left_out)} rows were left out: {left_out[0]}." if left_out else ""
        raise TooFewEffects(
            f"No study compares two treatments.{why}", hint="Check the columns.", k=0, needed=1
        )
    same = [f"are {a!r} and {b!r} the same treatment?" for a, b in _doubles(treatments)]
    return Network(
        tuple(studies), tuple(treatments), tuple(blocks), measure, left_out, (*notes, *same), backend, arms
    )
