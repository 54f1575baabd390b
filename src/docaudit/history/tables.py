"""The tables of the history; the same on sqlite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 1

metadata = MetaData()

about = Table("docaudit_about", metadata, Column("schema_version", Integer, nullable=False))

folders = Table(
    "docaudit_folder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

runs = Table(
    "docaudit_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("folder_id", ForeignKey("docaudit_folder.id"), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("version", String(40), nullable=False),
    Column("papers", Integer, nullable=False),
    Column("unreadable", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("reappeared", Integer, nullable=False),
    Column("still_open", Integer, nullable=False),
    Column("resolved", Integer, nullable=False),
    Index("docaudit_run_folder", "folder_id", "id"),
)

run_projects = Table(
    "docaudit_run_project",
    metadata,
    Column("run_id", ForeignKey("docaudit_run.id"), nullable=False),
    Column("project_id", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("hints", Integer, nullable=False),
    PrimaryKeyConstraint("run_id", "project_id"),
)

findings = Table(
    "docaudit_finding",
    metadata,
    Column("folder_id", ForeignKey("docaudit_folder.id"), nullable=False),
    Column("finding", String(64), nullable=False),
    Column("code", String(20), nullable=False),
    Column("rule", String(80), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("project_id", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("papers", Text, nullable=False),
    Column("first_run", Integer, nullable=False),
    Column("last_run", Integer, nullable=False),
    PrimaryKeyConstraint("folder_id", "finding"),
)

decisions = Table(
    "docaudit_decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("folder_id", ForeignKey("docaudit_folder.id"), nullable=False),
    Column("finding", String(64), nullable=False),
    Column("verdict", String(12), nullable=False),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Index("docaudit_decision_finding", "folder_id", "finding", "id"),
)

aliases = Table(
    "docaudit_alias",
    metadata,
    Column("folder_id", ForeignKey("docaudit_folder.id"), nullable=False),
    Column("first", Text, nullable=False),
    Column("second", Text, nullable=False),
    Column("same", Integer, nullable=False),
    UniqueConstraint("folder_id", "first", "second"),
)
