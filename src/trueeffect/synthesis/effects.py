"""From a table of study results to effect sizes with their variances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, MissingField, UnknownOption
from trueeffect.synthesis import frames
from trueeffect.synthesis.inputs import LeftOut, read_inputs, sample_sizes
from trueeffect.synthesis.measures import Measure, Options, catalogue
from trueeffect.synthesis.zero_cells import ZeroCells, no_contrast, raise_cells

Array = NDArray[np.float64]
READY = "GEN"
"""Code of ready-made estimates, whose measure is not known."""


@dataclass(frozen=True, kw_only=True, eq=False)
class EffectTable:
    """Effect sizes, one per study or comparison, with what they were made from.

    Parameters
    ----------
    measure : str
        Code of the measure; ``GEN`` for ready-made estimates of an unnamed measure.
    y, v : array, shape (k,)
        Estimates and sampling variances on the working scale; read-only.
    rows : array of int, shape (k,)
        Row of the given table that each effect comes from, counted from 1.
    study : array, optional
        The column that names the studies; see ``labels``.
    sizes : array, shape (k,)
        Number of people (or time at risk) behind each effect; NaN when not known.
    columns : dict
        Every column of the given table, at the kept rows.
    left_out : tuple of LeftOut
        Rows without an effect, each with its reason.
    spec : dict
        The request, defaults filled in.
    steps : tuple of str
        How estimates were derived, in plain sentences.
    """

    measure: str
    y: Array
    v: Array
    rows: NDArray[np.int64]
    study: NDArray[Any] | None
    sizes: Array
    columns: dict[str, NDArray[Any]] = field(repr=False)
    left_out: tuple[LeftOut, ...] = ()
    spec: dict[str, Any] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    backend: str = "dict"

    def __len__(self) -> int:
        return len(self.y)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Name of each study; its row number when no ``study`` column was named."""
        return tuple(frames.as_text(self.rows if self.study is None else self.study))

    @property
    def k(self) -> int:
        """Number of effects."""
        return len(self.y)

    def tidy(self) -> Any:
        """Return one row per effect: study, row, yi, vi, std_error."""
        columns = {"study": list(self.labels), "row": self.rows, "yi": self.y, "vi": self.v}
        return frames.build({**columns, "std_error": np.sqrt(self.v)}, self.backend)

    def take(self, keep: NDArray[Any], reasons: tuple[LeftOut, ...] = ()) -> EffectTable:
        """Return the effects at positions (or under the mask) ``keep``."""
        index = np.arange(self.k)[keep]
        return EffectTable(
            measure=self.measure,
            y=frozen(self.y[index]),
            v=frozen(self.v[index]),
            rows=self.rows[index],
            study=None if self.study is None else self.study[index],
            sizes=self.sizes[index],
            columns={name: values[index] for name, values in self.columns.items()},
            left_out=(*self.left_out, *reasons),
            spec=self.spec,
            steps=self.steps,
            backend=self.backend,
        )

    def column(self, name: str, role: str = "") -> NDArray[Any]:
        """Return a column of the given table at the kept rows."""
        return frames.Columns(self.columns, self.backend, self.k).column(name, role)

    def __repr__(self) -> str:
        lines = [f"{self.k} effects: {describe_measure(self.measure)}"]
        lines += [
            f"  {label[:30]:30} {y:9.4f}  (SE {np.sqrt(v):.4f})"
            for label, y, v in list(zip(self.labels, self.y, self.v))[:8]
        ]
        if self.k > 8:
            lines.append(f"  ... and {self.k - 8} more")
        lines += [f"  left out: {entry}" for entry in self.left_out[:3]]
        if len(self.left_out) > 3:
            lines.append(f"  ... and {len(self.left_out) - 3} more rows left out")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values that can be written as JSON."""
        return {
            "schema": "trueeffect/effects/1",
            "measure": self.measure,
            "study": list(self.labels),
            "row": self.rows.tolist(),
            "yi": self.y.tolist(),
            "vi": self.v.tolist(),
            "sizes": [None if n != n else n for n in self.sizes.tolist()],
            "left_out": [entry.to_dict() for entry in self.left_out],
            "spec": self.spec,
            "steps": list(self.steps),
        }


def frozen(array: Array) -> Array:
    """Return the array, marked read-only."""
    array.flags.writeable = False
    return array


def describe_measure(code: str) -> str:
    """Return the code of a measure with its name."""
    measure = catalogue().get(code)
    return f"{measure.name} ({code})" if measure else "ready-made estimates"


def effect_sizes(
    data: Any,
    measure: str = READY,
    *,
    study: str | None = None,
    zero: ZeroCells | Mapping[str, Any] | None = None,
    var_type: str | None = None,
    correct: bool | None = None,
    bias_correction: Literal["exact", "approximate", "none"] | None = None,
    **columns: str | float,
) -> EffectTable:
    """Compute effect sizes and sampling variances, one per row of a table.

    Use it before :func:`pool` or :func:`regress`.

    Parameters
    ----------
    data : data frame, Arrow table or dict of columns
        One row per comparison.
    measure : str
        Code of the measure (``RR``, ``SMD``, ``ZCOR``, ...; see ``measures.catalogue()``), or nothing when
        ready-made estimates are given as ``y`` with ``v`` (variance) or ``se`` (standard error).
    study : str, optional
        Column that names the studies.
    zero : ZeroCells or mapping, optional
        What to do with empty cells; the default of the measure when absent.
    var_type, correct, bias_correction : optional
        See :class:`Options`; an option that the measure does not have is refused.
    **columns : str or float
        Role to column name, e.g. ``events1="tpos", total1="n"``; a number is used for every row.

    Returns
    -------
    EffectTable
        Rows without a finite estimate are in ``left_out``, each with its reason.

    Raises
    ------
    MissingField, InputError, UnknownOption
        With the column and the row at fault.

    Examples
    --------
    >>> table = {"e1": [4, 6], "n1": [123, 306], "e2": [11, 29], "n2": [139, 303]}
    >>> effect_sizes(table, "RR", events1="e1", total1="n1", events2="e2", total2="n2").y.round(4)
    array([-0.8893, -1.5854])
    """
    source = frames.read_columns(data)
    known = catalogue()
    if measure != READY and measure not in known:
        raise UnknownOption.of("measure", measure, known)
    spec: dict[str, Any] = {"measure": measure, "columns": dict(columns), "study": study}
    if "y" in columns:
        _refuse_options(
            measure, zero=zero, var_type=var_type, correct=correct, bias_correction=bias_correction
        )
        return _ready_made(source, measure, study, columns, spec, _steps(data))
    if measure == READY:
        raise MissingField(
            "Neither a measure nor ready-made estimates are given.",
            hint="Name a measure with its columns, or give y= with v= or se=.",
        )
    chosen = known[measure]
    options = _options(chosen, var_type, correct, bias_correction)
    handling = ZeroCells.of(zero, chosen)
    x, left_out = read_inputs(source, chosen.inputs, columns, study, chosen.code)
    none_at_all = no_contrast(x, chosen, handling)
    raised = raise_cells(x, chosen, handling, none_at_all)
    with np.errstate(all="ignore"):
        y, v = chosen.compute(raised, options)
    spec.update(options=_plain(options), zero=handling.to_dict() if chosen.cells else None)
    return _table(
        source, chosen.code, study, y, v, sample_sizes(x), left_out, none_at_all, spec, _steps(data)
    )


def _steps(data: Any) -> tuple[str, ...]:
    return tuple(str(step) for step in getattr(data, "steps", ()))


def _plain(options: Options) -> dict[str, Any]:
    return {
        "var_type": options.var_type,
        "correct": options.correct,
        "bias_correction": options.bias_correction,
    }


def _refuse_options(measure: str, **given: Any) -> None:
    for name, value in given.items():
        if value is not None:
            raise InputError(
                f"{name}={value!r} was given, but {measure} has no such choice.", hint=f"Leave out {name}."
            )


def _options(
    measure: Measure, var_type: str | None, correct: bool | None, bias_correction: str | None
) -> Options:
    if not measure.var_types:
        _refuse_options(measure.code, var_type=var_type)
    elif var_type is not None and var_type not in measure.var_types:
        raise UnknownOption.of("var_type", var_type, measure.var_types)
    if not measure.has_correct:
        _refuse_options(measure.code, correct=correct)
    if not measure.has_bias_correction:
        _refuse_options(measure.code, bias_correction=bias_correction)
    if bias_correction not in (None, "exact", "approximate", "none"):
        raise UnknownOption.of("bias_correction", bias_correction, ("exact", "approximate", "none"))
    default = measure.var_types[0] if measure.var_types else ""
    return Options(
        var_type=var_type or default,
        correct=bool(correct),
        bias_correction=bias_correction or "exact",  # type: ignore[arg-type]
    )


def _ready_made(
    source: frames.Columns,
    measure: str,
    study: str | None,
    columns: dict[str, Any],
    spec: dict[str, Any],
    steps: tuple[str, ...],
) -> EffectTable:
    spread = "v" if "v" in columns else "se"
    x, left_out = read_inputs(source, ("y", spread), columns, study, measure, extra=("n",))
    v = x["v"] if spread == "v" else x["se"] ** 2
    sizes = x.get("n", np.full(source.rows, np.nan))
    return _table(source, measure, study, x["y"], v, sizes, left_out, None, spec, steps)


def _table(
    source: frames.Columns,
    measure: str,
    study: str | None,
    y: Array,
    v: Array,
    sizes: Array,
    left_out: dict[int, str],
    none_at_all: NDArray[np.bool_] | None,
    spec: dict[str, Any],
    steps: tuple[str, ...],
) -> EffectTable:
    names = None if study is None else source.column(study, "study")
    good = np.isfinite(y) & np.isfinite(v) & (v >= 0)
    if none_at_all is not None:
        good &= ~none_at_all
    reasons = []
    everything = bool(good.all())
    for i in () if everything else np.flatnonzero(~good):
        if none_at_all is not None and none_at_all[i]:
            reason = "no events, or only events, in all groups"
        else:
            reason = left_out.get(int(i), f"{measure} has no finite estimate and variance for these figures")
        reasons.append(LeftOut(row=int(i) + 1, study=_name(names, int(i)), reason=reason))
    return EffectTable(
        measure=measure,
        y=frozen(y + 0.0 if everything else y[good]),
        v=frozen(v + 0.0 if everything else v[good]),
        rows=np.flatnonzero(good) + 1,
        study=names if everything or names is None else names[good],
        sizes=sizes if everything else sizes[good],
        columns=source.arrays
        if everything
        else {name: values[good] for name, values in source.arrays.items()},
        left_out=tuple(reasons),
        spec=spec,
        steps=steps,
        backend=source.backend,
    )


def _name(names: NDArray[Any] | None, i: int) -> str:
    return str(i + 1) if names is None else frames.as_text(names[i : i + 1])[0]
