"""The nouns of docaudit: frozen, and importing nothing else of ours.

Every other module speaks in these.  They are split by what they are about and re-exported here, so that
``from docaudit.model import Claim`` works wherever a noun is needed.
"""

from dataclasses import is_dataclass

from docaudit.model.claims import (
    Caliber,
    Claim,
    Coverage,
    Field,
    Figure,
    Indicator,
    Kind,
    Paper,
    Part,
    Period,
    Polarity,
    Project,
    Recomputation,
    RecomputationKind,
    Role,
)
from docaudit.model.decisions import VERDICTS_BY_LABEL, Changes, Decision, PastFinding, Verdict
from docaudit.model.documents import (
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    ParagraphKind,
    Place,
    Status,
    Table,
    Unreadable,
)
from docaudit.model.findings import (
    NO_PROJECT,
    UNNAMED,
    Audit,
    CheckRecord,
    Evidence,
    Finding,
    FindingStatus,
    Outcome,
    Severity,
)
from docaudit.model.packed import Bundle, Packed
from docaudit.model.pickles import made_quickly, pickled_quickly
from docaudit.model.quantity import Interval, Located, Quantity, Relation, Unit

__all__ = [
    "NO_PROJECT",
    "UNNAMED",
    "VERDICTS_BY_LABEL",
    "Audit",
    "Block",
    "Bundle",
    "Caliber",
    "Cell",
    "Changes",
    "CheckRecord",
    "Claim",
    "Coverage",
    "Decision",
    "Document",
    "Evidence",
    "Field",
    "Figure",
    "Finding",
    "FindingStatus",
    "Heading",
    "Indicator",
    "Interval",
    "Kind",
    "Located",
    "Outcome",
    "Packed",
    "Paper",
    "Paragraph",
    "ParagraphKind",
    "Part",
    "PastFinding",
    "Period",
    "Place",
    "Polarity",
    "Project",
    "Quantity",
    "Recomputation",
    "RecomputationKind",
    "Relation",
    "Role",
    "Severity",
    "Status",
    "Table",
    "Unit",
    "Unreadable",
    "Verdict",
]

for _noun in list(globals().values()):
    if isinstance(_noun, type) and is_dataclass(_noun) and "__slots__" in vars(_noun):
        pickled_quickly(_noun)
        made_quickly(_noun)
