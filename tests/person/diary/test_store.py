"""The diary file: nothing lost, nothing changed, plain words for every failure."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from trueeffect.errors import EngineError, EngineUnavailable, InputError, UnreadableSource
from trueeffect.model.person import Entry, Plan
from trueeffect.person.diary.store import Diary, delete

SECRET = "purple elephant"
WRITER = """
import sys
from trueeffect.model.person import Entry
from trueeffect.person.diary.store import Diary
with Diary.open(sys.argv[1]) as diary:
    at = len(diary.entries())
    while True:
        (saved,) = diary.add(Entry(day="2026-01-05", kind="pain", value=at % 11))
        print(saved.id, flush=True)
        at += 1
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "mine.diary"
    Diary.create(target).close()
    return target


def pain(value: float = 5, day: str = "2026-01-05") -> Entry:
    return Entry(day=day, kind="pain", value=value)


def test_round_trip_and_correction(path: Path) -> None:
    with Diary.open(path) as diary:
        first, second = diary.add(
            pain(6), Entry(day="2026-01-06", kind="session", value=30, text="points=BL23")
        )
        diary.add(Entry(day="2026-01-05", kind="pain", value=4, replaces=first.id))
    with Diary.open(path) as diary:
        assert [entry.value for entry in diary.entries() if entry.kind == "pain"] == [4]
        assert [entry.value for entry in diary.entries(corrected=False) if entry.kind == "pain"] == [6, 4]
        assert second in diary.entries()


def test_entries_cannot_be_changed_or_removed(path: Path) -> None:
    with Diary.open(path) as diary:
        diary.add(pain())
    raw = sqlite3.connect(path)
    for statement in ("UPDATE entry SET value = 0", "DELETE FROM entry", "DELETE FROM plan WHERE 1"):
        if "plan" in statement:
            raw.execute("INSERT INTO plan (record, saved) VALUES ('{}', '')")
        with pytest.raises(sqlite3.IntegrityError, match="not"):
            raw.execute(statement)
    raw.close()


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (pain(14), "outside the scale"),
        (pain(float("nan")), "outside the scale"),
        (pain(5, "2026-02-30"), "not a day"),
        (pain(5, "2999-01-01"), "future"),
        (pain(5, "1066-10-14"), "too long ago"),
        (Entry(day="2026-01-05", kind="pain"), "needs a number"),
        (Entry(day="2026-01-05", kind="pian", value=5), "not offered"),
        (Entry(day="2026-01-05", kind="note"), "needs words"),
        (Entry(day="2026-01-05", kind="note", value=3, text="x"), "no number"),
        (Entry(day="2026-01-05", kind="session", text="pionts=BL23"), "points"),
        (Entry(day="2026-01-05", kind="pain", value=5, replaces=99), "no entry 99"),
        (Entry(day="2026-01-05", kind="note", text="x" * 5000), "5000 characters"),
    ],
)
def test_impossible_entries_save_nothing(path: Path, entry: Entry, words: str) -> None:
    with Diary.open(path) as diary:
        with pytest.raises(InputError, match=words):
            diary.add(pain(3), entry)
        assert diary.entries() == ()


def test_existing_file_and_missing_folder(path: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="exists already"):
        Diary.create(path)
    with pytest.raises(InputError, match="does not exist"):
        Diary.create(tmp_path / "no" / "x.diary")
    with pytest.raises(UnreadableSource, match="no diary"):
        Diary.open(tmp_path / "other.diary")


@pytest.mark.parametrize("content", [b"", b"hello, this is text", b"SQLite format 3\x00" + b"\x07" * 5000])
def test_file_that_is_no_diary(tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "x.diary"
    target.write_bytes(content)
    with pytest.raises(UnreadableSource):
        Diary.open(target)


def test_other_database(tmp_path: Path) -> None:
    raw = sqlite3.connect(tmp_path / "x.diary")
    raw.executescript("CREATE TABLE entry (id); CREATE TABLE plan (id);")
    raw.close()
    with pytest.raises(UnreadableSource, match="not a diary"):
        Diary.open(tmp_path / "x.diary")


def test_damage_in_the_middle_is_noticed(path: Path) -> None:
    with Diary.open(path) as diary:
        diary.add(*(Entry(day="2026-01-05", kind="note", text="word " * 50) for _ in range(200)))
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 3000] = os.urandom(3000)
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableSource, match="damaged"):
        Diary.open(path)


def test_full_disk(path: Path) -> None:
    with Diary.open(path) as diary:
        diary.add(pain(5))
        pages = diary._db.execute("PRAGMA page_count").fetchone()[0]
        diary._db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(EngineError, match="disk is full; nothing was saved"):
            diary.add(*(Entry(day="2026-01-05", kind="note", text="word " * 100) for _ in range(100)))
    with Diary.open(path) as diary:
        assert [entry.value for entry in diary.entries()] == [5]
        diary.add(pain(6))


def test_two_windows_at_once(path: Path) -> None:
    errors: list[Exception] = []

    def write(value: float) -> None:
        try:
            with Diary.open(path) as diary:
                for _ in range(20):
                    diary.add(pain(value))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(value,)) for value in (1, 2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not errors
    with Diary.open(path) as diary:
        assert sorted(entry.value for entry in diary.entries()) == [1] * 20 + [2] * 20


def test_a_window_that_does_not_let_go(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trueeffect.person.diary.store.WAIT", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(EngineError, match="Another program"), Diary.open(path) as diary:
        diary.add(pain())
    holder.execute("ROLLBACK")
    holder.close()


def test_killed_at_any_moment(path: Path) -> None:
    """A short form of ``validation/person/kill.py``: what was reported as saved is there, and the file opens."""
    known = 0
    for at in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        known = max(known, int(process.stdout.readline()))
        time.sleep(0.005 * at)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
        process.wait()
        process.stdout.close()
        known = max([known, *(int(word) for word in rest if word.isdigit())])
        with Diary.open(path) as diary:
            assert len(diary.entries()) >= known


def test_clock_that_went_back_loses_nothing(path: Path) -> None:
    with Diary.open(path) as diary:
        diary.add(Entry(day="2026-01-06", kind="pain", value=5, saved="2026-01-06T20:00:00+00:00"))
        diary.add(Entry(day="2026-01-05", kind="pain", value=6, saved="2025-01-05T20:00:00+00:00"))
        assert [entry.day for entry in diary.entries()] == ["2026-01-05", "2026-01-06"]


def test_delete_takes_the_files_beside_it(path: Path) -> None:
    Path(f"{path}-journal").write_bytes(b"rest")
    assert len(delete(path)) == 2
    assert not list(path.parent.iterdir())
    with pytest.raises(UnreadableSource):
        delete(path)


def test_only_the_owner_may_read(path: Path) -> None:
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


def test_plans_are_kept(path: Path) -> None:
    with Diary.open(path) as diary:
        diary.set_plan(Plan(start="2026-02-01"))
        diary.set_plan(Plan(start="2026-02-02"))
        kept = diary.plan()
        assert kept is not None
        assert kept[0].start == "2026-02-02"
        assert len(diary.plans()) == 2


class TestEncrypted:
    """With the extra ``private``."""

    @pytest.fixture
    def locked(self, tmp_path: Path) -> Path:
        pytest.importorskip("sqlcipher3")
        target = tmp_path / "locked.diary"
        with Diary.create(target, passphrase=SECRET) as diary:
            diary.add(Entry(day="2026-01-05", kind="note", text="zebra-marker"))
        return target

    def test_opens_with_the_passphrase_only(self, locked: Path) -> None:
        with Diary.open(locked, passphrase=SECRET) as diary:
            assert diary.entries()[0].text == "zebra-marker"
        with pytest.raises(UnreadableSource, match="passphrase does not fit"):
            Diary.open(locked, passphrase="wrong")
        with pytest.raises(UnreadableSource, match="encrypted"):
            Diary.open(locked)

    def test_nothing_can_be_read_from_the_file(self, locked: Path) -> None:
        data = locked.read_bytes()
        assert b"zebra" not in data
        assert b"SQLite" not in data
        assert SECRET.encode() not in data

    def test_plain_diary_refuses_a_passphrase(self, path: Path) -> None:
        with pytest.raises(InputError, match="not encrypted"):
            Diary.open(path, passphrase=SECRET)

    def test_quotes_in_the_passphrase(self, tmp_path: Path) -> None:
        pytest.importorskip("sqlcipher3")
        words = 'it\'s "quoted"; DROP TABLE entry; --'
        Diary.create(tmp_path / "q.diary", passphrase=words).close()
        Diary.open(tmp_path / "q.diary", passphrase=words).close()


def test_without_the_extra_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(EngineUnavailable, match="private"):
        Diary.create(tmp_path / "x.diary", passphrase=SECRET)
    assert not (tmp_path / "x.diary").exists()
