"""The checks, by family.  Importing this package registers all of them."""

from docaudit.checks.base import REGISTRY, Case, Check, Folder, Hit, Holds, Result, Scope, check, evidence

__all__ = ["REGISTRY", "Case", "Check", "Folder", "Hit", "Holds", "Result", "Scope", "check", "evidence"]
