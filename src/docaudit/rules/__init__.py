"""Who the rules are, and how they are run."""

from docaudit.rules.entries import Choice, Rule, RuleEntry, load_rules
from docaudit.rules.running import Examined, RunResult, Told, combine, examine, packed, run_rules

__all__ = [
    "Choice",
    "Examined",
    "Rule",
    "RuleEntry",
    "RunResult",
    "Told",
    "combine",
    "examine",
    "load_rules",
    "packed",
    "run_rules",
]
