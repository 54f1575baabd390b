"""Automatic numbering: the text Word puts before a paragraph (一、 （2） 1.2) from numbering.xml and counters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from docaudit.readers.docx.names import W, number, switch, value

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_COUNTING = frozenset(
    {
        "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
        "taiwaneseCountingThousand", "koreanCounting", "japaneseDigitalTenThousand",
    }
)  # fmt: skip
_PLACEHOLDER = re.compile(r"%([1-9])")
_NO_GAP = tuple("、）)．〕】》")


def counting(n: int, *, formal: bool = False) -> str:
    """Return a number below 10 000 in Chinese as one counts: 十一, 二十, 一百零五 (formal: 壹拾壹)."""
    if not 0 < n < 10_000:
        return str(n)
    digits, units = (_FORMAL, ("", "拾", "佰", "仟")) if formal else (_DIGITS, ("", "十", "百", "千"))
    text, pending = "", False
    figures = str(n)
    for i, figure in enumerate(figures):
        if figure == "0":
            pending = True
            continue
        text += ("零" if pending and text else "") + digits[int(figure)] + units[len(figures) - 1 - i]
        pending = False
    return text.removeprefix("一") if 10 <= n < 20 and not formal else text


def render_number(n: int, form: str) -> str:
    """Return the counter in the given w:numFmt; an unknown format comes out in decimal digits."""
    if form in ("none", "bullet"):
        return ""
    if form in _COUNTING:
        return counting(n)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return counting(n, formal=True)
    if form == "ideographDigital":
        return "".join(_DIGITS[int(figure)] for figure in str(n))
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (n - 1) % 26) * min((n - 1) // 26 + 1, 30) if n > 0 else str(n)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(n)
        return roman.upper() if form == "upperRoman" else roman
    if form == "decimalZero":
        return f"{n:02d}"
    if form == "decimalFullWidth":
        return str(n).translate({ord("0") + i: ord("０") + i for i in range(10)})
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= n <= 20:
        return chr(ord("①") + n - 1)
    if form == "decimalEnclosedParen" and 1 <= n <= 20:
        return chr(ord("⑴") + n - 1)
    if form == "decimalEnclosedFullstop" and 1 <= n <= 20:
        return chr(ord("⒈") + n - 1)
    if form == "ideographEnclosedCircle" and 1 <= n <= 10:
        return chr(ord("㊀") + n - 1)
    if form == "ideographTraditional" and n > 0:
        return _STEMS[(n - 1) % 10]
    if form == "ideographZodiac" and n > 0:
        return _BRANCHES[(n - 1) % 12]
    return str(n)


def _roman(n: int) -> str:
    if not 0 < n < 4000:
        return str(n)
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (n // worth)
        n %= worth
    return text


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    gap: str
    legal: bool
    style: str | None


@dataclass(frozen=True, slots=True)
class _List:
    """One w:num: the abstract numbering whose counters it shares, its levels, and where it starts afresh."""

    abstract: str
    levels: dict[int, _Level]
    restarts: dict[int, int]


class Lists:
    """The lists that a numbering part defines."""

    def __init__(self, root: etree._Element) -> None:
        self._made: dict[str, _List] = {}
        self._abstracts = {node.get(W + "abstractNumId", ""): node for node in root.iterchildren(W + "abstractNum")}
        self._by_style = {name: node for node in self._abstracts.values() if (name := value(node, "styleLink"))}
        self._nodes = {node.get(W + "numId", ""): node for node in root.iterchildren(W + "num")}

    def get(self, list_id: str) -> _List | None:
        """Return the list with that id, made when the first paragraph of it comes; None when there is none."""
        node = self._nodes.get(list_id)
        if node is None:
            return None
        if list_id not in self._made:
            self._made[list_id] = self._make(node)
        return self._made[list_id]

    def _make(self, node: etree._Element) -> _List:
        abstract = value(node, "abstractNumId") or ""
        body = self._abstracts.get(abstract)
        link = value(body, "numStyleLink")
        if link is not None and link in self._by_style:
            body = self._by_style[link]
            abstract = body.get(W + "abstractNumId", "")
        levels = _levels(body) if body is not None else {}
        restarts: dict[int, int] = {}
        for override in node.iterchildren(W + "lvlOverride"):
            depth = number(override.get(W + "ilvl"))
            levels.update(_levels(override))
            start = value(override, "startOverride")
            if start is not None:
                restarts[depth] = number(start, 1)
        return _List(abstract, levels, restarts)


class Numbering:
    """The counters of one document; ask in reading order."""

    def __init__(self, lists: Lists | None) -> None:
        self._lists = lists
        self._counters: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()

    def _list(self, list_id: str) -> _List | None:
        return self._lists.get(list_id) if self._lists is not None else None

    def level_of_style(self, list_id: str, style: str) -> int:
        """Return the level of a list that is tied to a paragraph style, 0 when none is."""
        own = self._list(list_id)
        levels = own.levels if own is not None else {}
        return next((depth for depth, level in levels.items() if level.style == style), 0)

    def label(self, list_id: str, depth: int) -> str:
        """Count one paragraph and return the text before it with the gap after it; "" for bullets and unknown lists."""
        own = self._list(list_id)
        if own is None or depth not in own.levels:
            return ""
        counters = self._counters.setdefault(own.abstract, {})
        if list_id not in self._seen:
            self._seen.add(list_id)
            for at, start in own.restarts.items():
                counters[at] = start - 1
        level = own.levels[depth]
        counters[depth] = counters.get(depth, level.start - 1) + 1
        for deeper in [at for at in counters if at > depth]:
            del counters[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = own.levels.get(at)
            if other is None:
                return ""
            count = counters.get(at, other.start)
            return render_number(count, "decimal" if level.legal and other.form != "none" else other.form)

        if level.form in ("bullet", "none") and not _PLACEHOLDER.search(level.text):
            return "" if level.form == "bullet" else level.text
        text = _PLACEHOLDER.sub(shown, level.text)
        return text + ("" if not text or text.endswith(_NO_GAP) else level.gap)


def _levels(node: etree._Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in node.iterchildren(W + "lvl"):
        found[number(level.get(W + "ilvl"))] = _Level(
            start=number(value(level, "start"), 1),
            form=value(level, "numFmt") or "decimal",
            text=value(level, "lvlText") or "",
            gap="" if value(level, "suff") == "nothing" else " ",
            legal=switch(level, "isLgl") is True,
            style=value(level, "pStyle"),
        )
    return found


def list_of(node: etree._Element | None) -> tuple[str | None, int | None]:
    """Return the list id and level that a w:numPr states; None for what it leaves open."""
    if node is None:
        return None, None
    depth = value(node, "ilvl")
    return value(node, "numId"), number(depth) if depth is not None else None
