"""Figures as data: what to draw, with the numbers and the words; ``plot/draw`` turns them into files."""

from trueeffect.plot.figure import Figure
from trueeffect.plot.figures.baujat import baujat
from trueeffect.plot.figures.bubble import bubble
from trueeffect.plot.figures.forest import forest
from trueeffect.plot.figures.funnel import funnel
from trueeffect.plot.figures.gosh import gosh
from trueeffect.plot.figures.labbe import labbe
from trueeffect.plot.figures.league import league
from trueeffect.plot.figures.network_graph import network_graph
from trueeffect.plot.figures.profile import profile
from trueeffect.plot.figures.radial import radial
from trueeffect.plot.figures.rankogram import rankogram

__all__ = [
    "Figure",
    "baujat",
    "bubble",
    "forest",
    "funnel",
    "gosh",
    "labbe",
    "league",
    "network_graph",
    "profile",
    "radial",
    "rankogram",
]
