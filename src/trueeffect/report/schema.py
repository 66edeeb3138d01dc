"""Write the JSON Schema of a report into the package: ``python -m trueeffect.report.schema``."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from trueeffect.report.formats.json import schema_text

NAME = "check-report-1.json"


def shipped() -> Path:
    """Return the place of the schema inside the package."""
    return Path(str(resources.files("trueeffect.data").joinpath("schema", NAME)))


def main() -> None:
    """Refresh the shipped schema from the records."""
    shipped().write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
