"""Family of medicine rules: one topic per file, each a ``rule``; the folder is the list."""

from trueeffect._families import members


def rules() -> dict[str, object]:
    """Return every rule by name."""
    return members("trueeffect.person.medicines.rules", "rule")
