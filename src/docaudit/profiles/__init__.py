"""Document profiles: what a paper is, which parts it has, and its labelled fields.

`Profile` is what a YAML file in extractors/profiles says; `recognise` turns a document into parts.
"""

from docaudit.profiles.recognition import recognise
from docaudit.profiles.schema import (
    Clue,
    Column,
    FieldSpec,
    FieldVocabulary,
    Profile,
    Section,
    TableShape,
    load_fields,
    load_profiles,
)

__all__ = [
    "Clue",
    "Column",
    "FieldSpec",
    "FieldVocabulary",
    "Profile",
    "Section",
    "TableShape",
    "load_fields",
    "load_profiles",
    "recognise",
]
