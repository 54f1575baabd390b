"""What a line is by its wording alone: a numbered heading, a table caption, a line of a table of contents.

Files without styles say their structure only in words, so these tests are conservative: a list item that states a fact
(1. 申请专利5项) must stay a paragraph, since headings state none.
"""

from __future__ import annotations

import re

SECTION_RANK = 3.0
"""Rank of a section title without a number of its own, that of 一、."""

_NUMERAL = "[一二三四五六七八九十百〇零]"
_KINDS: tuple[tuple[float, re.Pattern[str]], ...] = (
    (0, re.compile(rf"第\s*(?:{_NUMERAL}+|[0-9０-９]+)\s*(?:编|篇|部分)[\s、：:　]*")),
    (1, re.compile(rf"第\s*(?:{_NUMERAL}+|[0-9０-９]+)\s*章[\s、：:　]*")),
    (2, re.compile(rf"第\s*(?:{_NUMERAL}+|[0-9０-９]+)\s*节[\s、：:　]*")),
    (2.5, re.compile(rf"第\s*(?:{_NUMERAL}+|[0-9０-９]+)\s*条[\s、：:　]*")),
    (3, re.compile(rf"{_NUMERAL}{{1,4}}\s*[、．.][\s　]*")),
    (4, re.compile(rf"[（(]\s*{_NUMERAL}{{1,4}}\s*[）)][\s、　]*")),
    (6, re.compile(r"(?:[（(]\s*[0-9０-９]{1,2}\s*[）)]|[0-9０-９]{1,2}\s*[）)])[\s、　]*")),
)
_DECIMAL = re.compile(
    r"[0-9０-９]{1,2}(?P<more>(?:[.．][0-9０-９]{1,2}(?![0-9０-９])){0,4})(?P<stop>[.．、](?![0-9０-９])|(?=[\s\u3000])|(?=[^\W0-9０-９]))"
    r"[\s\u3000]*"
)
_MEASURED = re.compile(
    r"[%％‰+\-*/×x~～—至到和余多]|[万亿千百十]|元|项(?!目)|个(?!人|体)|人(?!员|才|力|物|均)|家|篇|名(?!称|单)|件|次(?!要)"
    r"|倍|亩|吨|公里|小时|年|月|日|天|分(?!析|类|工|布|项|年|期)|岁|[a-zA-Z]{1,3}(?![a-zA-Z])"
)
_DOTTED = re.compile(r"[.．](?=[0-9０-９])")
_SENTENCE_END = tuple("。；;，,！!？?.、")
_YEAR = re.compile(r"[0-9０-９]{4}\s*(?:年度?|[-－—~～至]\s*[0-9０-９]{4}\s*年度?)")
_TAIL_IN_BRACKETS = re.compile(r"[（(][^（()）]*[）)]\s*$")
_DIGIT = re.compile(r"[0-9０-９]")
_VALUE_AFTER_COLON = re.compile(r"[:：]\s*\S")

_LABEL = re.compile(
    r"(?P<label>[续附]?表\s*(?:[A-Za-z]\s*)?(?:[0-9０-９]+|[一二三四五六七八九十]+)(?:\s*[-－—–.．·]\s*[0-9０-９]+)*)"
    r"(?P<rest>.*)",
    re.DOTALL,
)
_FORM_SECTION = re.compile(r"附?表\s*[一二三四五六七八九十]{1,3}[\s、：:.．]+[\u4e00-\u9fff（）()、和与及]{2,24}")
_NOT_A_CAPTION = re.compile(
    r"(?:示(?!范)|中(?![期央试国小等])|明(?!细)|为|是|列(?!表)|给出|可(?![持研])|反映|和|与|、|至|的|说明|来看|\s*(?:显示|所示|中可))"
)
_UNIT_LINE = re.compile(
    r"[（(\[【]?\s*(?:金额|数量|计量|货币)?\s*单\s*位\s*[:：]\s*"
    r"(?:人民币)?\s*[^\s。；，,：:]{0,10}?(?:元|[%％‰]|[项人个家件篇次吨米户户台套平亩天]|[a-zA-Z]{1,3}[²2³3]?)[）)\]】]?"
)
_UNIT_AT_END = re.compile(
    r"(?:^|[\s\u3000，；,;（(])(?P<unit>(?:金额|数量|计量|货币)?单位\s*[:：]\s*(?:人民币)?[百千万亿]*(?:元|[%％]|[项人个家件篇次])"
    r"(?:[、/,，](?:人民币)?[百千万亿]*(?:元|[%％]|[项人个家件篇次]))*)\s*[）)]?\s*$"
)
_FIELD_LINE = re.compile(r"[^：:，。；、\s]{2,12}[：:]\s*[^。；]+$")
_NAMES_A_TABLE = re.compile(r"(?:表|清单|名单|明细|一览|汇总|统计|情况)(?:\s*[（(][^（()）]*[）)])?\s*[:：]?")
_REMARK = re.compile(r"[（(]?(?:备?\s*注|说\s*明|填表说明|资料来源|数据来源)\s*[0-9０-９]*\s*[:：.]")
_TOC_LINE = re.compile(r".*?(?:[.…·．‥⋯]{3,}|\t)\s*[0-9０-９ivxIVX]{1,4}")


def heading_rank(text: str, *, bold: bool = False) -> float | None:
    """Return how deep the numbering of a heading is (第一编 0 … （1） 6; smaller is further out), None if it is none.

    `bold` says that the whole line stands out, which lets 1. and （1） lines be headings too.
    """
    line = text.strip()
    if not line or "\n" in line or len(line) > (60 if bold else 40):
        return None
    found = numbering(line)
    if found is None:
        return None
    rank, body = found
    if not body or "。" in body or body.endswith(_SENTENCE_END) or "__" in body or "\t" in body:
        return None
    if _VALUE_AFTER_COLON.search(body):
        return None
    plain = _YEAR.sub("", _TAIL_IN_BRACKETS.sub("", body))
    if rank >= 5 and not bold:
        spaced = rank > 5 and rank < 6 and len(line) <= 30
        return rank if spaced and not _DIGIT.search(plain) else None
    return rank if bold or not _DIGIT.search(plain) else None


def numbering(text: str) -> tuple[float, str] | None:
    """Split a line into the rank of its leading number and the words after it; None when there is no number."""
    for rank, pattern in _KINDS:
        match = pattern.match(text)
        if match:
            return rank, text[match.end() :].strip()
    match = _DECIMAL.match(text)
    if match is None:
        return None
    depth = len(_DOTTED.findall(match["more"]))
    body = text[match.end() :].strip()
    spaced = match.group() != match.group().rstrip()
    # 3 问题与建议 and 1.1项目概况 are sections; 3 项, 1.5 万元 and 3 000 are quantities
    if match["stop"] == "" and (_MEASURED.match(body) or _DIGIT.match(body) or not (depth or spaced)):
        return None
    return 5 + depth / 10, body


def caption_label(text: str) -> str | None:
    """Return the label a caption starts with (表1-6, blanks removed), None when the line is not a caption."""
    line = text.strip()
    match = _LABEL.match(line)
    if match is None or len(line) > 100 or line.endswith(("。", "；", ";", "，")):
        return None
    if _NOT_A_CAPTION.match(match["rest"]):
        return None
    return re.sub(r"\s+", "", match["label"])


def names_form_section(text: str) -> bool:
    """Whether a line is the title of a section of a form, which may hold running text: 表四　承担单位意见."""
    return _FORM_SECTION.fullmatch(text.strip()) is not None and caption_label(text) is not None


def is_unit_line(text: str) -> bool:
    """Whether the line says the unit of the table below it: （单位：万元）."""
    return _UNIT_LINE.fullmatch(text.strip()) is not None


def unit_at_end(text: str) -> str | None:
    """Return the unit phrase that closes a line about something else (填报单位：某中心　　单位：万元), None without one."""
    match = _UNIT_AT_END.search(text)
    return match["unit"] if match is not None and len(text) <= 200 else None


def is_field_line(text: str) -> bool:
    """Whether a short line is one labelled value: 项目编号：KJ-2021-019."""
    line = text.strip()
    return len(line) <= 60 and _FIELD_LINE.match(line) is not None


def names_table(text: str) -> bool:
    """Whether a short line names the table below it without numbering it: 项目支出绩效自评表（2021年度）."""
    line = text.strip()
    if len(line) > 40 or "\n" in line:
        return False
    return any(match.end() == len(line) for match in _NAMES_A_TABLE.finditer(line))


def is_toc_line(text: str) -> bool:
    """Whether the line is an entry of a table of contents: words, a run of dots or a tab, a page number."""
    line = text.strip()
    if len(line) > 80 or _TOC_LINE.fullmatch(line) is None:
        return False
    return re.search(r"[.…·．‥⋯]{3,}", line) is not None or numbering(line) is not None


def starts_remark(text: str) -> bool:
    """Whether a line opens the remark below a table: 注：…, 说明：…, 资料来源：…."""
    return _REMARK.match(text.strip()) is not None


def continues_remark(above: str, text: str) -> bool:
    """Whether a numbered line goes on with the remark that the line above opened or continued."""
    head = _REMARK.match(above.strip())
    start = above.strip()[head.end() :].strip() if head is not None else above.strip()
    before, now = numbering(start), numbering(text.strip())
    if now is None or now[0] < 5 or heading_rank(text, bold=True) is not None:
        return False
    return (head is not None and not start) or (before is not None and before[0] == now[0])
