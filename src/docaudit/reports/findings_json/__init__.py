"""findings.json: the contract with other programs, as pydantic models, so that its JSON Schema is the code itself."""

from docaudit.reports.findings_json.writer import json_schema, write_json

__all__ = ["json_schema", "write_json"]
