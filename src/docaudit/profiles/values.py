"""Whether the words beside a label are a value of its type, and how that value is written down."""

from __future__ import annotations

import re

from docaudit.profiles.dates import parse_date, parse_period
from docaudit.profiles.schema import FieldVocabulary, ValueType
from docaudit.profiles.words import label, squash

_BLANK = re.compile(r"[_\-—–/\\.·…□☐○×Xx*\s、,，:：()（）]*")
_STAMP = re.compile(r"[（(]\s*(?:盖\s*章|签\s*章|公\s*章|签\s*字|签\s*名|单位公章|加盖公章|印章)\s*[)）]\s*$")
_FILL = re.compile(r"^[_\s　]+|[_\s　]+$")
_HINT = re.compile(r"^[(（].*(?:填写|填报|请|如:|例如|限).*[)）]$")
_PERSON = re.compile(r"[\u4e00-\u9fff·•\s]+|[A-Za-z][A-Za-z .\-']{1,40}")
_SPACED_NAME = re.compile(r"(?<!\S)([\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff](?:\s|$))")
_RANK = re.compile(
    r"(?:同志|副?教授|副?研究员|助理研究员|讲师|博士|硕士|院士|(?:正|高级|教授级|正高级)*(?:工程师|农艺师|经济师|会计师|高工)"
    r"|(?:副?主任|主治)?医师|副?主任|副?所长|副?院长|副?校长|副?处长|副?局长|副?总经理|总工|董事长|先生|女士|老师)$"
)
_PERSON_LENGTH = 4
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_AMOUNT = re.compile(r"(?:人民币)?[¥￥]?(\d[\d,]*(?:\.\d+)?)(万美元|美元|万元|亿元|千元|元)?(?:整|人民币)?")
_PROSE_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?(?:万美元|美元|万元|亿元|元)")
_UNIT = re.compile(r"万美元|美元|亿元|千元|万元|元")
_NOTHING = {"无", "暂无", "不适用", "空", "略", "同上", "详见附件", "见附件"}
_CODE_LENGTH = 40
_LENGTHS: dict[ValueType, int] = {
    "text": 200,
    "name": 120,
    "organisation": 80,
    "person": 40,
    "grade": 20,
    "number": 20,
    "percent": 20,
    "span": 40,
}


def value_of(kind: ValueType, raw: str, unit: str, vocabulary: FieldVocabulary, *, prose: bool = False) -> str:
    """Return the value that `raw` states, "" if it states none; a period comes as start/end in ISO.

    `unit` is what the label or the table says about the unit; it is added to a bare amount.
    """
    text = _FILL.sub("", _STAMP.sub("", _FILL.sub("", raw)))
    bare = squash(text)
    if is_blank_value(text) or _HINT.match(bare):
        return ""
    if kind == "date":
        return parse_date(bare) or ""
    if kind == "period":
        period = parse_period(bare)
        return "/".join(period) if period else ""
    if kind == "money":
        return _money(text, bare, unit, prose=prose)
    if kind in {"number", "percent", "span"}:
        found = _NUMBER.search(bare)
        return text if found and len(bare) <= _LENGTHS[kind] else ""
    if kind == "code":
        return " ".join(text.split()) if _is_code(bare) else ""
    if any(word in bare and len(bare) <= len(word) + 6 for word in vocabulary.signatures):
        return ""
    return _words(kind, text, bare, vocabulary)


def _words(kind: ValueType, text: str, bare: str, vocabulary: FieldVocabulary) -> str:
    if len(bare) > _LENGTHS[kind]:
        return ""
    one_line = _joined(text)
    if kind == "person":
        return _person(one_line, vocabulary)
    if kind == "organisation" and ("。" in bare or len(bare) < 3):
        return ""
    if kind == "name":
        if "。" in bare or len(bare) < 3 or label(bare) in vocabulary.generic_names or bare.isdigit():
            return ""
        if one_line.startswith("《") and one_line.endswith("》") and one_line.count("《") == 1:
            return one_line[1:-1]
    return one_line


def _person(text: str, vocabulary: FieldVocabulary) -> str:
    """Return the first name in `text` without title (喻清和 of 喻清和教授、阮其昌), "" for what is no name."""
    found = _PERSON.match(text)
    if found is None:
        return ""
    words = _SPACED_NAME.sub(r"\1", found.group()).split()
    name = _RANK.sub("", words[0]) if words else ""
    if not name.isascii() and not ("·" in name or "•" in name):
        if not 2 <= len(name) <= _PERSON_LENGTH or any(word in name for word in vocabulary.not_persons):
            return ""
        return name
    return found.group().strip() if name.isascii() else name


def is_blank_value(text: str) -> bool:
    """Whether a field is left open: empty, a dash, 无."""
    bare = squash(text)
    return not bare or _BLANK.fullmatch(bare) is not None or bare in _NOTHING


def is_organisation(text: str, vocabulary: FieldVocabulary) -> bool:
    """Whether words are the name of an organisation by their end (…大学, …有限公司(甲方)), and no phrase about several."""
    bare = squash(text)
    bare = re.sub(r"\([^()]*\)$", "", bare)
    if not 4 <= len(bare) <= _LENGTHS["organisation"] or re.search(r"[,。;:、《》“”]", bare):
        return False
    if bare.startswith(
        ("各", "有关", "相关", "本", "该", "我", "你", "贵", "其", "由", "对", "为", "经", "受", "按", "根据")
    ):
        return False
    return bare.endswith(vocabulary.organisations)


def _joined(text: str) -> str:
    """Return `text` on one line: a line break between Chinese characters is the layout's, not the author's."""
    one = re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", text.strip())
    return re.sub(r"\s*\n\s*", " ", one)


def _is_code(bare: str) -> bool:
    return (
        any(c.isdigit() for c in bare)
        and len(bare) <= _CODE_LENGTH
        and not re.search(r"[。,;]|[\u4e00-\u9fff]{7,}", bare)
    )


def _money(text: str, bare: str, unit: str, *, prose: bool) -> str:
    if prose:
        found = _PROSE_AMOUNT.match(bare)
        return found.group() if found else ""
    found = _AMOUNT.fullmatch(bare)
    if found is None:
        starts = _PROSE_AMOUNT.match(bare)
        return starts.group() if starts else ""
    stated = _UNIT.search(squash(unit))
    return text if found.group(2) or stated is None else text + stated.group()
