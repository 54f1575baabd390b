"""The checks, by family.  Importing this package registers all of them."""

import pkgutil
from importlib import import_module

from docaudit.checks.base import (
    OF_CASE,
    OF_PAPER,
    REGISTRY,
    Case,
    Check,
    Folder,
    Hit,
    Holds,
    Result,
    Scope,
    check,
    evidence,
    gather,
)

__all__ = [
    "OF_CASE",
    "OF_PAPER",
    "REGISTRY",
    "Case",
    "Check",
    "Folder",
    "Hit",
    "Holds",
    "Result",
    "Scope",
    "check",
    "evidence",
    "gather",
]

for _module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")
