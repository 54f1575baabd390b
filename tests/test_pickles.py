"""Nouns go to workers and into the cache as pickles."""

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from docaudit import model
from docaudit.model import Coverage, Document, Kind, Paper, Part, Place


def test_what_is_pickled_comes_back():
    place = Place("d", "a.docx", "表1", table=1, doubts=((2, "3"),))
    part = Part("d-0", "d", "a.docx", Kind.APPLICATION, "", 0.5, ())
    for value in (place, Paper(Document("d", "a.docx", "", "docx"), (part,)), Coverage(3, 2, 1), model.Outcome("x", 4)):
        again = pickle.loads(pickle.dumps(value))
        assert again == value
        assert type(again) is type(value)


def test_a_noun_that_was_pickled_is_still_frozen_and_can_be_replaced():
    again = pickle.loads(pickle.dumps(Coverage(3, 2, 1)))
    with pytest.raises(FrozenInstanceError):
        again.figures = 4
    assert replace(again, figures=4) == Coverage(4, 2, 1)
