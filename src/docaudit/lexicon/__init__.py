"""The words of the field over text: headers, calibers, indicator names, and what they are to each other.

Data lives in extractors/vocabulary/{headers,calibers,indicators,words,classes}.yaml; nothing here knows a word by itself.
"""

from docaudit.lexicon.calibers import (
    FACETS,
    broader,
    calibers,
    disjoint,
    facet_values,
    further,
    overlapping,
    spans,
    spoken,
)
from docaudit.lexicon.compounds import column_role, composed_role
from docaudit.lexicon.headers import HeaderRole, header_role, plain_header
from docaudit.lexicon.names import canonical_indicator, core_name, cuts, pieces, plain_name, polarity, synonyms, tokens
from docaudit.lexicon.units import technical_unit
from docaudit.lexicon.vocabulary import ProjectClass, Words, project_classes, use, words

__all__ = [
    "FACETS",
    "HeaderRole",
    "ProjectClass",
    "Words",
    "broader",
    "calibers",
    "canonical_indicator",
    "column_role",
    "composed_role",
    "core_name",
    "cuts",
    "disjoint",
    "facet_values",
    "further",
    "header_role",
    "overlapping",
    "pieces",
    "plain_header",
    "plain_name",
    "polarity",
    "project_classes",
    "spans",
    "spoken",
    "synonyms",
    "technical_unit",
    "tokens",
    "use",
    "words",
]
