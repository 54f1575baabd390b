"""Chinese figures: find and read quantities, write them back, and reckon with what they may stand for."""

from docaudit.quantities.finding import find, parse
from docaudit.quantities.intervals import add, admissible, div, interval, mul, sub, times, total
from docaudit.quantities.normalise import Normalised, normalise
from docaudit.quantities.numerals import whole
from docaudit.quantities.rendering import render
from docaudit.quantities.units import parse_unit, with_unit
from docaudit.quantities.vocabulary import comparable

__all__ = [
    "Normalised",
    "add",
    "admissible",
    "comparable",
    "div",
    "find",
    "interval",
    "mul",
    "normalise",
    "parse",
    "parse_unit",
    "render",
    "sub",
    "times",
    "total",
    "whole",
    "with_unit",
]
