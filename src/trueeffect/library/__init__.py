"""Bibliographic records: import, merge, find."""

from trueeffect.library.load import load_library, read_records
from trueeffect.library.store import Library, Source

__all__ = ["Library", "Source", "load_library", "read_records"]
