"""What a spreadsheet cell shows: a stored number and a number format in, the displayed text and its unit out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import lru_cache

from docaudit.readers.xlsx.dates import show_date

BUILTIN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"',
    35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-;@", 42: "¥#,##0;¥-#,##0;¥-;@", 43: "#,##0.00;-#,##0.00;-;@",
    44: "¥#,##0.00;¥-#,##0.00;¥-;@", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Formats that files name by number only, as a Chinese Excel shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式|通用格式)'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-]0+)|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e)|(?P<digit>[0#?])"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_HUGE = Decimal("1e21")
_CURRENCY = {"¥": "元", "￥": "元", "$": "美元", "US$": "美元", "€": "欧元", "CNY": "元", "RMB": "元"}
_UNIT_LETTERS = re.compile(r"[^\W\d_]+(?:/[^\W\d_]+)?[²³]?|[%％‰]")


@dataclass(frozen=True, slots=True)
class Shown:
    """The text that a cell shows, and the unit that its format says."""

    text: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class _Section:
    tokens: tuple[tuple[str, str], ...]
    """(kind, text) with kind digit, point, comma, percent, slash, exponent, date, half, elapsed, at, general, literal."""
    condition: tuple[str, Decimal] | None
    kinds: frozenset[str] = frozenset()

    def has(self, kind: str) -> bool:
        return kind in self.kinds

    @property
    def is_date(self) -> bool:
        return self.has("date") or self.has("elapsed")


def show_number(stored: str, code: str, *, date1904: bool = False) -> Shown:
    """Return what a stored number shows under a format; a number that cannot be read shows as stored."""
    try:
        value = Decimal(stored)
        exact = Decimal(format(float(stored), ".15g"))
    except (InvalidOperation, ValueError, OverflowError):
        return Shown(stored)
    if not value.is_finite():
        return Shown(stored)
    if code == "General":
        return Shown(_general(exact))
    sections = _sections(code)
    section, negative = _choose(sections, exact)
    if section is None or abs(exact) >= _HUGE:
        return Shown(_general(exact))
    if section.is_date:
        return Shown(show_date(float(stored), section.tokens, date1904=date1904))
    if section.has("general") or section.has("slash"):
        return _around(section, _general(exact), "general" if section.has("general") else "digit")
    with localcontext() as context:
        context.prec = 400
        return _number(abs(exact) if negative else exact, section)


def show_text(text: str, code: str) -> Shown:
    """Return what a text cell shows: most formats leave it alone."""
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1] if sections[-1].has("at") else None
    return Shown(text) if section is None or not section.has("at") else _around(section, text, "at")


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "skip", match.group()
        if kind in ("quoted", "escaped"):
            tokens.append(("literal", match[kind]))
        elif kind == "bracket":
            found = _CONDITION.fullmatch(match["bracket"].strip())
            if found:
                condition = (found[1], Decimal(found[2]))
            elif match["bracket"].startswith("$"):
                tokens.append(("literal", match["bracket"][1:].split("-")[0]))
            elif re.fullmatch(r"h+|m+|s+", match["bracket"], re.IGNORECASE):
                tokens.append(("elapsed", match["bracket"].lower()))
        elif kind == "other":
            if text == ";":
                sections.append(_Section(tuple(tokens), condition))
                tokens, condition = [], None
            else:
                names = {".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "at"}
                tokens.append((names.get(text, "literal"), text))
        elif kind != "skip":
            tokens.append((kind, text))
    sections.append(_Section(tuple(tokens), condition))
    return tuple(_settled(section) for section in sections)


def _settled(section: _Section) -> _Section:
    """Make literal what has no meaning in this section: letters and slashes beside digits, points in dates."""
    kinds = {kind for kind, _ in section.tokens}
    digits = "digit" in kinds
    dated = "date" in kinds and (not digits or "half" in kinds)
    dated = dated or ("date" in kinds and any(kind == "date" and text[0] in "hs" for kind, text in section.tokens))
    out: list[tuple[str, str]] = []
    for kind, text in section.tokens:
        own = kind
        undated = kind in ("date", "half") and not dated
        if undated or (dated and kind in ("slash", "point", "comma", "percent")) or (kind == "slash" and not digits):
            own = "literal"
        out.append((own, text))
    return _Section(tuple(out), section.condition, frozenset(kind for kind, _ in out))


def _choose(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section | None, bool]:
    """Return the section for a value, and whether the section says the sign itself."""
    numeric = sections[:3]
    if any(section.condition is not None for section in numeric):
        for section in numeric:
            if section.condition is None or _holds(section.condition, value):
                return section, False
        return None, False
    if len(numeric) > 1 and value < 0:
        return numeric[1], True
    if len(numeric) > 2 and value == 0:
        return numeric[2], False
    return numeric[0], False


def _holds(condition: tuple[str, Decimal], value: Decimal) -> bool:
    sign, bound = condition
    return {
        "<": value < bound, ">": value > bound, "=": value == bound,
        "<=": value <= bound, ">=": value >= bound, "<>": value != bound,
    }[sign]  # fmt: skip


def _general(value: Decimal) -> str:
    """Return a number as the General format shows it: at most ten digits after a leading zero, no trailing zeros."""
    if value == value.to_integral_value():
        return f"{value:.0f}" if abs(value) < Decimal("1e20") else f"{value:.5E}"
    if abs(value) < Decimal("0.0001"):
        return format(float(value), ".6g").upper()
    places = max(0, 10 - max(value.adjusted() + 1, 1))
    shown = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{shown:f}".rstrip("0").rstrip(".")


def _around(section: _Section, text: str, slot: str) -> Shown:
    """Put a text into a section's first slot and keep the words around it."""
    out, done = "", False
    for kind, own in section.tokens:
        if kind == slot:
            out += "" if done else text
            done = True
        elif kind == "literal":
            out += own
    return Shown(out.strip() if done else text, _unit(section))


def _number(value: Decimal, section: _Section) -> Shown:
    kinds = [kind for kind, _ in section.tokens]
    if "digit" not in kinds:
        text = "".join(own for kind, own in section.tokens if kind in ("literal", "percent", "point", "comma"))
        if "at" in kinds and not text:
            return Shown(_general(value))
        return Shown(text.strip(), None)
    last = max(i for i, kind in enumerate(kinds) if kind == "digit")
    first = kinds.index("digit")
    point = next((i for i, kind in enumerate(kinds) if kind == "point" and first <= i <= last + 1), None)
    point = point if point is not None else kinds.index("point") if "point" in kinds[:first] else None
    whole_end = point if point is not None else last + 1
    commas = [i for i, kind in enumerate(kinds) if kind == "comma"]
    thousands = sum(
        1
        for i in commas
        if (last < i <= last + 3) or (point is not None and point - 3 <= i < point and "digit" not in kinds[i:point])
    )
    grouped = any(first < i < whole_end and "digit" in kinds[i:whole_end] for i in commas)
    scaled = value.scaleb(2 * kinds.count("percent") - 3 * thousands)
    if "exponent" in kinds:
        places = kinds[whole_end:].count("digit")
        return Shown(f"{scaled:.{places}E}", _unit(section))
    places = kinds[whole_end:].count("digit")
    rounded = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, part = f"{abs(rounded):f}".partition(".")
    out = _whole(section.tokens[:whole_end], whole, grouped=grouped)
    tail = _part(section.tokens[whole_end:], part)
    sign = "-" if rounded < 0 else ""
    return Shown((sign + out + tail).strip(), _unit(section))


def _whole(tokens: tuple[tuple[str, str], ...], digits: str, *, grouped: bool) -> str:
    """Lay the digits of the whole part into its slots from the right; words between the slots stay where they are."""
    slots = [i for i, (kind, _) in enumerate(tokens) if kind == "digit"]
    rest = digits.lstrip("0")
    out: list[str] = []
    count = 0
    for i in range(len(tokens) - 1, -1, -1):
        kind, own = tokens[i]
        if kind in ("literal", "percent"):
            out.append(own)
        elif kind == "digit":
            take = rest if slots and i == slots[0] else rest[-1:]
            rest = "" if slots and i == slots[0] else rest[:-1]
            if not take and own == "0":
                take = "0"
            for figure in reversed(take):
                if grouped and count and count % 3 == 0:
                    out.append(",")
                out.append(figure)
                count += 1
    return "".join(reversed(out))


def _part(tokens: tuple[tuple[str, str], ...], digits: str) -> str:
    """Lay the decimals into their slots; those of # that hold only trailing zeros are not shown."""
    slots = [own for kind, own in tokens if kind == "digit"]
    keep = len(slots)
    while keep and slots[keep - 1] in "#?" and digits[keep - 1 : keep] in ("0", ""):
        keep -= 1
    out, used = "", 0
    for kind, own in tokens:
        if kind == "point":
            out += "." if keep or "0" in slots else ""
        elif kind == "digit":
            out += digits[used] if used < keep else ""
            used += 1
        elif kind in ("literal", "percent"):
            out += own
    return out


def _unit(section: _Section) -> str | None:
    """Return the unit that the words of a section name: %, 万元, or that of a currency sign."""
    if section.has("percent"):
        return "%"
    words = [own.strip() for kind, own in section.tokens if kind == "literal" and own.strip(" -()（）.,/")]
    for word in words:
        if word in _CURRENCY:
            return _CURRENCY[word]
    joined = "".join(words)
    match = _UNIT_LETTERS.fullmatch(joined)
    return joined if match else None
