"""The clinical number grammar: numbers in text, with unit, bound and what they count."""

from trueeffect.text.quantities.reading import Reading, find_quantities, read_quantities

__all__ = ["Reading", "find_quantities", "read_quantities"]
