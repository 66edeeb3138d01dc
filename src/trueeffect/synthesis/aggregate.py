"""One estimate per cluster from several dependent ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, SingularDesign, UnknownOption
from trueeffect.synthesis import frames
from trueeffect.synthesis.effects import EffectTable, frozen
from trueeffect.synthesis.pool import check_poolable

Array = NDArray[np.float64]
STRUCTURES = ("ID", "CS", "CAR")


def aggregate(
    effects: EffectTable,
    cluster: str,
    *,
    structure: str = "CS",
    rho: float | None = None,
    phi: float | None = None,
    time: str | None = None,
    weighted: bool = True,
) -> EffectTable:
    """Combine the effects of each cluster into one.

    Parameters
    ----------
    cluster : str
        Column of the clusters; the result follows their first appearance.
    structure : {"CS", "ID", "CAR"}
        Correlation within a cluster: ``rho`` everywhere, none, or ``phi`` to the power of the distance in
        ``time``.
    weighted : bool
        Generalised least squares mean; else the plain mean, with its variance.

    Returns
    -------
    EffectTable
        Columns that are constant within every cluster are kept.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> table = {"y": [0.2, 0.4, 0.9], "v": [0.04, 0.04, 0.05], "study": ["a", "a", "b"]}
    >>> found = aggregate(effect_sizes(table, y="y", v="v"), "study", rho=0.5)
    >>> found.y.round(3).tolist(), found.v.round(3).tolist()
    ([0.3, 0.9], [0.03, 0.05])
    """
    _check(structure, rho, phi, time)
    check_poolable(effects)
    labels = np.array(frames.as_text(effects.column(cluster, "clusters")), dtype=object)
    moments = None if time is None else frames.as_numbers(effects.column(time, "time"), time)
    order: dict[str, list[int]] = {}
    for i, label in enumerate(labels):
        if not label:
            raise InputError(
                f"Column {cluster!r}, row {effects.rows[i]}: the cluster is missing.",
                hint="Name the cluster, or leave the row out.",
                row=int(effects.rows[i]),
            )
        order.setdefault(label, []).append(i)
    groups = [np.array(rows) for rows in order.values()]
    pairs = [_combined(effects, rows, structure, rho, phi, moments, weighted) for rows in groups]
    first = np.array([rows[0] for rows in groups])
    columns = {
        name: values[first]
        for name, values in effects.columns.items()
        if all(_constant(values[rows]) for rows in groups)
    }
    return EffectTable(
        measure=effects.measure,
        y=frozen(np.array([pair[0] for pair in pairs])),
        v=frozen(np.array([pair[1] for pair in pairs])),
        rows=effects.rows[first],
        study=np.array(list(order), dtype=object),
        sizes=effects.sizes[first],
        columns=columns,
        left_out=effects.left_out,
        spec={
            **effects.spec,
            "aggregated": {"cluster": cluster, "structure": structure, "rho": rho, "phi": phi},
        },
        steps=(*effects.steps, f"{effects.k} effects combined into {len(groups)} by {cluster}"),
        backend=effects.backend,
    )


def _check(structure: str, rho: float | None, phi: float | None, time: str | None) -> None:
    if structure not in STRUCTURES:
        raise UnknownOption.of("structure", structure, STRUCTURES)
    needed = {"CS": {"rho"}, "CAR": {"phi", "time"}, "ID": set()}[structure]
    for name, value in (("rho", rho), ("phi", phi), ("time", time)):
        if (value is not None) != (name in needed):
            verb = "needs" if name in needed else "does not use"
            raise InputError(
                f"Structure {structure} {verb} {name}=.", hint=f"It takes {sorted(needed) or 'nothing'}."
            )
    for name, value in (("rho", rho), ("phi", phi)):
        if value is not None and not -1 <= value <= 1:
            raise InputError(f"{name}={value} is given; a correlation lies in [-1, 1].", hint="Use 0.5.")


def _constant(values: NDArray[Any]) -> bool:
    first = values[0]
    return all(cell is first or bool(cell == first) for cell in values)


def _combined(
    effects: EffectTable,
    rows: NDArray[np.intp],
    structure: str,
    rho: float | None,
    phi: float | None,
    moments: Array | None,
    weighted: bool,
) -> tuple[float, float]:
    y, v = effects.y[rows], effects.v[rows]
    if structure == "CS" and rho is not None:
        correlation = np.where(np.eye(len(rows)) > 0, 1.0, rho)
    elif structure == "CAR" and moments is not None and phi is not None:
        t = moments[rows]
        correlation = phi ** np.abs(t[:, None] - t[None])
    else:
        correlation = np.eye(len(rows))
    scale = np.sqrt(v)
    covariance = correlation * np.outer(scale, scale)
    if not weighted:
        return float(y.mean()), float(covariance.sum()) / len(rows) ** 2
    try:
        w = np.linalg.solve(covariance, np.ones(len(rows)))
    except np.linalg.LinAlgError:
        raise SingularDesign(
            f"The effects of cluster row {effects.rows[rows[0]]} are perfectly correlated.",
            hint="Use a smaller correlation, or weighted=False.",
        ) from None
    return float(w @ y / w.sum()), float(1 / w.sum())
