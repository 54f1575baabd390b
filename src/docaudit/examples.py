"""Examples for every rule: one that it reports and one that it lets pass, taken from the fixtures that test the rule."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from docaudit.packs import load_yaml, pack_dir


class _Case(BaseModel):
    """A fixture: papers, or a table of claims; the messages expected, or that the rule has nothing to look at."""

    model_config = ConfigDict(extra="forbid")

    papers: dict[str, str] = {}
    dossier: str = ""
    finds: list[str] | str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A case in words: its name, what stands in the papers, and what the rule says of it (nothing, where it passes)."""

    name: str
    papers: str
    messages: tuple[str, ...]


def examples(code: str) -> tuple[Example | None, Example | None]:
    """Return the first case that the rule reports and the first that it checks and lets pass; None where there is none."""
    path = pack_dir("rule-examples") / f"{code}.yaml"
    if not path.is_file():  # a user's own rule
        return None, None
    cases = load_yaml(path, dict[str, _Case])
    firing = (_example(name, case) for name, case in cases.items() if isinstance(case.finds, list) and case.finds)
    passing = (_example(name, case) for name, case in cases.items() if case.finds == [])
    return next(firing, None), next(passing, None)


def _example(name: str, case: _Case) -> Example:
    texts = [f"〔{path}〕\n{text.strip()}" for path, text in case.papers.items()]
    texts += [line.strip() for line in case.dossier.strip().splitlines()]
    return Example(name, "\n".join(texts), tuple(case.finds) if isinstance(case.finds, list) else ())
