"""Dates and times in a spreadsheet: a serial number shown by the date tokens of a number format."""

from __future__ import annotations

from datetime import datetime, timedelta

_WEEKDAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Tokens = tuple[tuple[str, str], ...]
"""(kind, text) with kind date, elapsed, half, point, comma, literal."""


def show_date(serial: float, tokens: Tokens, *, date1904: bool = False) -> str:
    """Return the serial number of a day as the tokens show it."""
    epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)  # noqa: DTZ001  (a sheet knows no zone)
    try:
        moment = epoch + timedelta(days=serial)
    except (OverflowError, ValueError):
        return format(serial, ".10g")
    seconds = round(serial * 86400)
    moment = moment.replace(microsecond=0) + timedelta(seconds=round(moment.microsecond / 1e6))
    half = any(kind == "half" for kind, _ in tokens)
    out = ""
    for i, (kind, own) in enumerate(tokens):
        if kind == "elapsed":
            size = {"h": 3600, "m": 60, "s": 1}[own[0]]
            out += str(seconds // size).zfill(len(own))
        elif kind == "date":
            out += _date_piece(own.lower(), moment, tokens, i, half=half)
        elif kind == "half":
            names = ("上午", "下午") if own.startswith("上") else ("AM", "PM")
            out += names[moment.hour >= 12]
        elif kind in ("literal", "point", "comma"):
            out += own
    return out.strip()


def _date_piece(own: str, moment: datetime, tokens: Tokens, at: int, *, half: bool) -> str:
    letter, size = own[0], len(own)
    if letter in "ye":
        return f"{moment.year % 100:02d}" if size <= 2 and letter == "y" else str(moment.year)
    if letter == "d":
        return (str(moment.day), f"{moment.day:02d}", moment.strftime("%a"), moment.strftime("%A"))[min(size, 4) - 1]
    if letter == "a":
        return ("星期" if size > 3 else "") + _WEEKDAYS[moment.weekday()]
    if letter == "h":
        hour = (moment.hour % 12 or 12) if half else moment.hour
        return str(hour).zfill(min(size, 2))
    if letter == "s":
        return str(moment.second).zfill(min(size, 2))
    if _is_minutes(tokens, at):
        return str(moment.minute).zfill(min(size, 2))
    return (str(moment.month), f"{moment.month:02d}", _MONTHS[moment.month - 1])[min(size, 3) - 1]


def _is_minutes(tokens: Tokens, at: int) -> bool:
    """Whether an m stands for minutes: right after hours or right before seconds."""
    near = ("date", "elapsed")
    before = next((own.lower()[0] for kind, own in reversed(tokens[:at]) if kind in near), "")
    after = next((own.lower()[0] for kind, own in tokens[at + 1 :] if kind in near), "")
    return before == "h" or after == "s"
