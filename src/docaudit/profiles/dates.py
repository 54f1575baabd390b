"""Dates and periods as forms print them, turned into ISO dates that are as precise as what was printed."""

from __future__ import annotations

import re
from itertools import pairwise

from docaudit.profiles.words import squash

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月)?(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)"
    r"(?:年度?(?:(?P<m1>1[0-2]|0?[1-9])月(?:份|底|初|末)?(?:(?P<d1>3[01]|[12]\d|0?[1-9])[日号])?)?"
    r"|(?P<s>[-./])(?P<m2>1[0-2]|0?[1-9])(?!\d)(?:(?P=s)(?P<d2>3[01]|[12]\d|0?[1-9])(?!\d))?"
    r"|(?P<m3>1[0-2]|0[1-9])(?P<d3>3[01]|[12]\d|0[1-9])(?!\d)"
    r"|(?P<m4>1[0-2]|0[1-9])(?!\d)"
    r"|(?!\d))"
)
_JOIN = re.compile(r"^起?[,;]?(?:[-~—–─―至到起]+|(?:至|到)?(?:结束|终止|完成|截止)(?:时间|日期|年月)?:?)$")
_OPEN_MONTH = re.compile(r"^[-~—–至到]+(1[0-2]|0?[1-9])月(?:(3[01]|[12]\d|0?[1-9])日)?")


def _small(text: str) -> int:
    tens, ten, ones = text.partition("十")
    unit = "〇一二三四五六七八九"
    if not ten:
        return unit.index(text)
    return (unit.index(tens) if tens else 1) * 10 + (unit.index(ones) if ones else 0)


def _arabic(text: str) -> str:
    def turn(found: re.Match[str]) -> str:
        year, month, day = found.groups()
        out = year.translate(_DIGITS) + "年"
        out += f"{_small(month)}月" if month else ""
        return out + (f"{_small(day)}日" if day else "")

    return _CHINESE_DATE.sub(turn, text)


def _iso(found: re.Match[str]) -> str:
    month = next((found[key] for key in ("m1", "m2", "m3", "m4") if found[key]), None)
    day = next((found[key] for key in ("d1", "d2", "d3") if found[key]), None)
    return "-".join([found["y"], *(f"{int(part):02d}" for part in (month, day) if part)])


def parse_date(text: str) -> str | None:
    """Return the first date in `text` as 2021, 2021-07 or 2021-07-01; None where there is none."""
    found = _DATE.search(_arabic(squash(text)))
    return _iso(found) if found else None


def is_date(text: str) -> bool:
    """Whether `text` is a date and nothing else."""
    return _DATE.fullmatch(_arabic(squash(text)).strip(":.;,()")) is not None


def parse_period(text: str) -> tuple[str, str] | None:
    """Return start and end of the first period in `text` (2021年7月至2023年6月, 2022年3-11月); None where there is none."""
    plain = _arabic(squash(text))
    dates = list(_DATE.finditer(plain))
    for first, second in pairwise(dates):
        if _JOIN.match(plain[first.end() : second.start()]):
            return _iso(first), _iso(second)
    for first in dates:
        rest = plain[first.end() :]
        if first["m1"] is None and (later := re.match(r"^(1[0-2]|0?[1-9])[-~—至到](1[0-2]|0?[1-9])月", rest)):
            return f"{first['y']}-{int(later[1]):02d}", f"{first['y']}-{int(later[2]):02d}"
        if first["m1"] and (later := _OPEN_MONTH.match(rest)):
            day = f"-{int(later[2]):02d}" if later[2] else ""
            return _iso(first), f"{first['y']}-{int(later[1]):02d}{day}"
    return None
