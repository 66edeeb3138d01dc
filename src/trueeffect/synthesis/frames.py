"""Tables in and out: any data frame, Arrow table or dict of columns, by name, with rows counted from 1."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, MissingField

Array = NDArray[np.float64]
MISSING_TEXT = frozenset({"", "NA", "N/A", "NaN", "nan", "NULL", "None", "."})


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of a table as arrays, and what kind of table it was.

    Parameters
    ----------
    arrays : dict of str to array
        As given: numbers or objects; equal length.
    backend : str
        ``dict``, ``pandas``, ``polars`` or ``pyarrow``: the kind that results come back as.
    rows : int
        Number of rows.
    """

    arrays: dict[str, NDArray[Any]]
    backend: str
    rows: int

    def column(self, name: str, role: str = "") -> NDArray[Any]:
        """Return a column, or say which are there."""
        try:
            return self.arrays[name]
        except KeyError:
            wanted = f" (for {role})" if role and role != name else ""
            near = difflib.get_close_matches(str(name), self.arrays, n=1)
            raise MissingField(
                f"There is no column {name!r}{wanted}.",
                hint=(f"Did you mean {near[0]!r}? " if near else "") + f"Columns: {_listed(self.arrays)}.",
                wanted=str(name),
                available=list(self.arrays),
            ) from None

    def numbers(self, name: str, role: str = "") -> Array:
        """Return a column as floats; missing is NaN, any other text is an error with its row."""
        return as_numbers(self.column(name, role), name)


def _listed(names: Iterable[str], limit: int = 12) -> str:
    found = [str(name) for name in names]
    more = f", and {len(found) - limit} more" if len(found) > limit else ""
    return ", ".join(found[:limit]) + more


def read_columns(data: Any) -> Columns:
    """Read a pandas or Polars frame, an Arrow table, or a mapping of columns.

    Raises
    ------
    InputError
        When ``data`` is none of these, or its columns differ in length.

    Examples
    --------
    >>> read_columns({"y": [0.1, 0.2], "v": [0.01, 0.02]}).rows
    2
    """
    if isinstance(data, Columns):
        return data
    if hasattr(data, "arrays") and hasattr(data, "backend"):  # a table with recovered figures
        return Columns(data.arrays, data.backend, data.rows)
    if isinstance(data, Mapping):
        arrays = {str(name): _array(values) for name, values in data.items()}
        lengths = {name: len(array) for name, array in arrays.items()}
        if len(set(lengths.values())) > 1:
            parts = ", ".join(f"{name} {length}" for name, length in list(lengths.items())[:8])
            raise InputError(f"The columns differ in length: {parts}.", hint="Give columns of equal length.")
        return Columns(arrays, "dict", next(iter(lengths.values()), 0))
    return _from_frame(data)


def _array(values: Any) -> NDArray[Any]:
    if isinstance(values, np.ndarray):
        return values.ravel()
    if np.isscalar(values):
        raise InputError(f"A column is the single value {values!r}.", hint="Give a list or an array.")
    items = list(values)
    if all(isinstance(item, int | float) for item in items):
        return np.asarray(items, dtype=float)
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def _from_frame(data: Any) -> Columns:
    import narwhals as nw

    try:
        frame = nw.from_native(data, eager_only=True)
    except TypeError:
        raise InputError(
            f"A table was expected, but {type(data).__name__} was given.",
            hint="Give a pandas or Polars data frame, an Arrow table, or a dict of columns.",
        ) from None
    arrays = {name: frame[name].to_numpy() for name in frame.columns}
    return Columns(arrays, str(frame.implementation).split(".")[-1].lower(), len(frame))


def is_missing(cell: Any) -> bool:
    """Tell whether a cell counts as missing: None, NaN, a library's NA, or an empty or NA text."""
    if cell is None or type(cell).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(cell, str):
        return cell.strip() in MISSING_TEXT
    return isinstance(cell, float | np.floating) and bool(cell != cell)


def as_numbers(column: NDArray[Any], name: str) -> Array:
    """Return ``column`` as floats; see :meth:`Columns.numbers`."""
    if column.dtype.kind in "fiub":
        return np.asarray(column, dtype=float)
    out = np.empty(len(column))
    for i, cell in enumerate(column):
        if is_missing(cell):
            out[i] = np.nan
            continue
        try:
            out[i] = float(cell)
        except (TypeError, ValueError):
            raise InputError(
                f"Column {name!r}, row {i + 1}: {str(cell)[:40]!r} is not a number.",
                hint="Correct the cell, or leave it empty if the value is missing.",
                column=name,
                row=i + 1,
            ) from None
    return out


def is_numeric(column: NDArray[Any]) -> bool:
    """Tell whether every filled cell of a column is a number."""
    if column.dtype.kind in "fiub":
        return True
    try:
        as_numbers(column, "")
    except InputError:
        return False
    return True


def as_text(column: NDArray[Any]) -> list[str]:
    """Return labels; a whole number loses its decimal point, a missing cell becomes empty."""
    return [_label(cell) for cell in column]


def _label(cell: Any) -> str:
    if is_missing(cell):
        return ""
    if isinstance(cell, float | np.floating) and float(cell).is_integer():
        return str(int(cell))
    return str(cell)


def build(columns: Mapping[str, Any], backend: str = "dict") -> Any:
    """Return a table of the kind ``backend``; a dict of lists when there is no such library.

    Examples
    --------
    >>> build({"estimate": np.array([0.5])})
    {'estimate': [0.5]}
    """
    plain = {
        name: values.tolist() if isinstance(values, np.ndarray) else list(values)
        for name, values in columns.items()
    }
    if backend not in ("pandas", "polars", "pyarrow"):
        return plain
    import narwhals as nw

    kind: Any = backend
    return nw.from_dict(plain, backend=kind).to_native()
