"""Say what money asked for or granted is: the whole budget where nobody else pays, else the share of the public."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from docaudit.model import Block, Field, Part, Table
from docaudit.profiles.words import squash

_GRANT = "grant"
_OTHER_PAYERS = re.compile(r"自筹|配套|匹配|自有资金|企业投入|单位投入|社会资本|银行贷款")


def settle_grant(part: Part) -> Part:
    """Return the part with its grant as fiscal_budget, and as total_budget too if no other payer is mentioned.

    资助总额60万元 is all the money of a project whose paper speaks of no 自筹 or 配套; beside a total it is a share.
    """
    grants = [item for item in part.fields if item.name == _GRANT]
    if not grants:
        return part
    names = {item.name for item in part.fields}
    kept = [item for item in part.fields if item.name != _GRANT]
    if "fiscal_budget" not in names:
        kept += _named("fiscal_budget", grants)
    alone = len({squash(item.value) for item in grants}) == 1
    if alone and not names & {"total_budget", "self_funding", "fiscal_budget"} and not _others_pay(part.blocks):
        kept += _named("total_budget", grants[:1])
    return replace(part, fields=tuple(kept))


def _named(name: str, grants: Sequence[Field]) -> list[Field]:
    return [replace(item, name=name) for item in grants]


def _others_pay(blocks: Sequence[Block]) -> bool:
    texts = (cell.text for block in blocks if isinstance(block, Table) for cell in block.cells())
    lines = (block.text for block in blocks if not isinstance(block, Table))
    return any(_OTHER_PAYERS.search(text) for text in (*texts, *lines))
