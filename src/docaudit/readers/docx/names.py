"""Names of WordprocessingML that more than one module here looks for."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

P, TBL, TR, TC, SDT, SDT_CONTENT = W + "p", W + "tbl", W + "tr", W + "tc", W + "sdt", W + "sdtContent"
ALTERNATE = MC + "AlternateContent"
VAL = W + "val"

_OFF = frozenset({"0", "false", "off", "none"})


def child(node: etree._Element | None, *tags: str) -> etree._Element | None:
    """Follow child tags (without namespace, in WordprocessingML) downwards; None where one is missing."""
    for tag in tags:
        if node is None:
            return None
        name = W + tag
        # a loop over the few children is several times faster than lxml's search by tag
        for part in node:
            if part.tag == name:
                node = part
                break
        else:
            return None
    return node


def value(node: etree._Element | None, *tags: str) -> str | None:
    """Return the w:val of the element that child tags lead to."""
    found = child(node, *tags)
    return found.get(VAL) if found is not None else None


def switch(node: etree._Element | None, tag: str) -> bool | None:
    """Return a toggle property such as w:b: True, False, or None when it is not stated."""
    found = child(node, tag)
    return state(found) if found is not None else None


def state(toggle: etree._Element) -> bool:
    """Return what a toggle property that is stated says."""
    said = toggle.get(VAL)
    return said is None or said.lower() not in _OFF


def number(text: str | None, default: int = 0) -> int:
    """Return an attribute as a whole number, `default` when it is none."""
    try:
        return int(float(text)) if text is not None else default
    except (ValueError, OverflowError):
        return default


def chosen(node: etree._Element) -> etree._Element | None:
    """Return the one branch of an mc:AlternateContent that is read: the choice, else the fallback."""
    branch = node.find(MC + "Choice")
    if branch is None or len(branch) == 0:
        branch = node.find(MC + "Fallback")
    return branch
