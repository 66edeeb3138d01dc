"""Write an answer: one file per format, each a function named ``render``."""

from trueeffect.report.answers._choose import FORMATS, render_answer

__all__ = ["FORMATS", "render_answer"]
