"""One file that holds a diary: SQLite, every entry saved whole or not at all, nothing ever changed.

A correction is a new entry that names the one it replaces. With a passphrase the file is encrypted by
SQLCipher (extra ``private``); the passphrase is stored nowhere.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from trueeffect.errors import EngineError, EngineUnavailable, InputError, UnreadableSource
from trueeffect.model.person import Entry, Plan
from trueeffect.person.diary.kinds import check_entry

_MARK = 0x7E0D1A
_PLAIN = b"SQLite format 3\x00"
_SCHEMA = """
CREATE TABLE entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL, kind TEXT NOT NULL, value REAL,
    text TEXT NOT NULL DEFAULT '', replaces INTEGER NOT NULL DEFAULT 0, saved TEXT NOT NULL
);
CREATE TABLE plan (id INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL, saved TEXT NOT NULL);
CREATE TRIGGER entry_fixed BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are not changed'); END;
CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are not removed'); END;
CREATE TRIGGER plan_fixed BEFORE UPDATE ON plan BEGIN SELECT RAISE(ABORT, 'plans are not changed'); END;
CREATE TRIGGER plan_kept BEFORE DELETE ON plan BEGIN SELECT RAISE(ABORT, 'plans are not removed'); END;
"""
_BESIDE = ("-journal", "-wal", "-shm")
WAIT = 5.0
"""Seconds to wait for another program that is writing to the same diary."""


class Diary:
    """An open diary; use it with ``with``.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "mine.diary"
    >>> with Diary.create(path) as diary:
    ...     _ = diary.add(Entry(day="2026-01-05", kind="pain", value=6))
    ...     [entry.value for entry in diary.entries()]
    [6.0]
    """

    def __init__(self, path: Path, connection: Any, failures: tuple[type[Exception], ...]) -> None:
        self.path = path
        self._db = connection
        self._failures = failures

    @classmethod
    def create(cls, path: str | Path, *, passphrase: str = "") -> Diary:
        """Make a new diary; never writes over a file that exists.

        Raises
        ------
        InputError
            When the file exists or the folder is not there.
        EngineUnavailable
            When a passphrase is given and the extra ``private`` is not installed.
        """
        target = Path(path)
        if target.exists():
            raise InputError(f"{str(target)!r} exists already.", hint="Open it, or choose another name.")
        if not target.parent.is_dir():
            raise InputError(f"The folder {str(target.parent)!r} does not exist.", hint="Create it first.")
        diary = cls._connect(target, passphrase)
        diary._tune()
        with diary._guarded():
            diary._db.executescript(
                f"BEGIN;{_SCHEMA}PRAGMA application_id={_MARK};PRAGMA user_version=1;COMMIT;"
            )
        _private(target)
        return diary

    @classmethod
    def open(cls, path: str | Path, *, passphrase: str = "") -> Diary:
        """Open a diary and check that it is whole.

        Raises
        ------
        UnreadableSource
            When the file is missing, is no diary, is damaged, or the passphrase does not fit.
        """
        target = Path(path)
        if not target.is_file():
            raise UnreadableSource(f"There is no diary {str(target)!r}.", hint="Start one with 'diary new'.")
        _check_head(target, passphrase)
        diary = cls._connect(target, passphrase)
        try:
            diary._check_whole(bool(passphrase))
            diary._tune()
        except BaseException:
            diary.close()
            raise
        return diary

    @classmethod
    def _connect(cls, path: Path, passphrase: str) -> Diary:
        driver: Any = sqlite3
        if passphrase:
            try:
                from sqlcipher3 import dbapi2 as driver  # type: ignore[no-redef]
            except ImportError:
                raise EngineUnavailable(
                    "A passphrase needs the extra 'private', which is not installed.",
                    hint="Install it with: pip install 'trueeffect[private]'. Without it, the diary is "
                    "not encrypted.",
                ) from None
        failures = (driver.Error, sqlite3.Error)
        try:
            connection = driver.connect(str(path), timeout=WAIT, isolation_level=None)
        except failures as error:
            raise EngineError(f"The diary cannot be opened: {error}.", hint="Check the folder.") from None
        diary = cls(path, connection, failures)
        if passphrase:
            quoted = passphrase.replace("'", "''")
            connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong passphrase is told once, by us
            connection.execute(f"PRAGMA key = '{quoted}'")
        return diary

    def _tune(self) -> None:
        with self._guarded():
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA secure_delete = ON")

    def _check_whole(self, encrypted: bool) -> None:
        try:
            mark = self._db.execute("PRAGMA application_id").fetchone()[0]
            state = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
            self._db.execute("SELECT count(*) FROM entry, plan").fetchone()
        except self._failures as error:
            if "locked" in str(error):
                raise _failure(error) from None
            words = (
                "The passphrase does not fit, or the diary is damaged"
                if encrypted
                else "The diary is damaged"
            )
            raise UnreadableSource(f"{words}.", hint="Try again, or restore a copy or an export.") from None
        if mark != _MARK:
            raise UnreadableSource("The file is a database, but not a diary.", hint="Give the diary file.")
        if state != "ok":
            raise UnreadableSource("The diary is damaged.", hint="Restore a copy or an export.")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except self._failures as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise _failure(error) from None

    def add(self, *entries: Entry) -> tuple[Entry, ...]:
        """Save entries, all or none; returns them with their numbers.

        Raises
        ------
        InputError
            When an entry cannot be right; then nothing is saved.
        EngineError
            When the disk is full or another program does not let go; then nothing is saved.
        """
        checked = [check_entry(entry) for entry in entries]
        saved = []
        with self._guarded():
            self._db.execute("BEGIN IMMEDIATE")
            for entry in checked:
                self._check_replaced(entry)
                stamp = entry.saved or datetime.now().astimezone().isoformat(timespec="seconds")
                row = self._db.execute(
                    "INSERT INTO entry (day, kind, value, text, replaces, saved) VALUES (?, ?, ?, ?, ?, ?)",
                    (entry.day, entry.kind, entry.value, entry.text, entry.replaces, stamp),
                )
                saved.append(msgspec.structs.replace(entry, id=int(row.lastrowid), saved=stamp))
            self._db.execute("COMMIT")
        return tuple(saved)

    def _check_replaced(self, entry: Entry) -> None:
        if not entry.replaces:
            return
        found = self._db.execute("SELECT kind FROM entry WHERE id = ?", (entry.replaces,)).fetchone()
        if found is None or found[0] != entry.kind:
            self._db.execute("ROLLBACK")
            raise InputError(
                f"There is no entry {entry.replaces} of kind {entry.kind} to correct.",
                hint="List the entries.",
            )

    def set_plan(self, plan: Plan) -> None:
        """Save what was agreed; the time of saving tells whether that was before day 1."""
        with self._guarded():
            stamp = datetime.now().astimezone().isoformat(timespec="seconds")
            self._db.execute(
                "INSERT INTO plan (record, saved) VALUES (?, ?)", (msgspec.json.encode(plan).decode(), stamp)
            )

    def plan(self) -> tuple[Plan, str] | None:
        """Return the last plan and when it was saved."""
        plans = self.plans()
        return plans[-1] if plans else None

    def plans(self) -> tuple[tuple[Plan, str], ...]:
        """Return every plan with the time of saving, oldest first."""
        with self._guarded():
            found = self._db.execute("SELECT record, saved FROM plan ORDER BY id").fetchall()
        return tuple((msgspec.json.decode(record, type=Plan), saved) for record, saved in found)

    def entries(self, *, corrected: bool = True) -> tuple[Entry, ...]:
        """Return the entries by day and number; without those that were corrected, unless asked for."""
        with self._guarded():
            found = self._db.execute(
                "SELECT day, kind, value, text, id, replaces, saved FROM entry ORDER BY day, id"
            ).fetchall()
        entries = [
            Entry(day=day, kind=kind, value=value, text=text, id=number, replaces=replaces, saved=saved)
            for day, kind, value, text, number, replaces, saved in found
        ]
        gone = {entry.replaces for entry in entries} if corrected else set()
        return tuple(entry for entry in entries if entry.id not in gone)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Diary:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def delete(path: str | Path) -> tuple[Path, ...]:
    """Remove a diary with every file beside it, overwritten first; returns what was removed.

    A drive may keep old copies of blocks, and backups keep theirs: this cannot reach them.
    """
    target = Path(path)
    files = [each for each in (target, *(Path(f"{target}{end}") for end in _BESIDE)) if each.exists()]
    if not files:
        raise UnreadableSource(f"There is no diary {str(target)!r}.", hint="Check the name.")
    try:
        for each in files:
            with each.open("r+b") as stream:
                stream.write(b"\x00" * each.stat().st_size)
                stream.flush()
                os.fsync(stream.fileno())
            each.unlink()
    except OSError as error:
        raise EngineError(f"A file of the diary could not be removed: {error.strerror}.") from None
    left = [each for each in files if each.exists()]
    if left:
        raise EngineError("A file of the diary is still there.", hint="Close other programs and try again.")
    return tuple(files)


def add_all(diary: Diary, entries: Iterable[Entry]) -> int:
    """Save many entries in one go; returns how many."""
    return len(diary.add(*entries))


def _check_head(path: Path, passphrase: str) -> None:
    try:
        with path.open("rb") as stream:
            head = stream.read(len(_PLAIN))
    except OSError as error:
        raise UnreadableSource(f"The diary cannot be read: {error.strerror}.") from None
    if not head:
        raise UnreadableSource("The file is empty.", hint="Start a diary with 'diary new'.")
    if head == _PLAIN and passphrase:
        raise InputError("This diary is not encrypted.", hint="Open it without a passphrase.")
    if head != _PLAIN and not passphrase:
        raise UnreadableSource(
            "The diary is encrypted, or the file is not a diary.", hint="Give the passphrase."
        )


def _private(path: Path) -> None:
    """Let only the owner read the file, where the system knows of owners."""
    if os.name == "posix":
        path.chmod(0o600)


def _failure(error: Exception) -> EngineError:
    words = str(error)
    if "full" in words:
        return EngineError("The disk is full; nothing was saved.", hint="Make room and try again.")
    if "locked" in words or "busy" in words:
        return EngineError(
            "Another program is writing to the diary; nothing was saved.", hint="Close it and try again."
        )
    if "readonly" in words or "read-only" in words:
        return EngineError("The diary is read-only; nothing was saved.", hint="Check the rights of the file.")
    return EngineError(
        "The diary file failed; nothing was saved.", hint="Check the disk; restore a copy if needed."
    )
