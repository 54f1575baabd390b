"""Claims in running text: sentences, numbered items, and the sentences inside cells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from docaudit.extract.figures import quantities_in
from docaudit.extract.naming import (
    is_name,
)
from docaudit.extract.roles import Setting, Stance, label_stance, sorts_only
from docaudit.extract.sentence import SentenceReader
from docaudit.extract.spoken import Stated
from docaudit.extract.wording import clean, qualitative, sentences
from docaudit.lexicon import HeaderRole, header_role
from docaudit.model import Located

_REMARKS = ("注：", "注:", "备注", "说明：", "说明:", "填表说明", "填报说明")
_FORMULA = re.compile(r"[=＝][^=＝]*[÷×＋+]")
_HEADWORD = re.compile(r"^([^:：，,；;。]{2,24})[:：]")
_SCORED = re.compile(r"[（(](?:权重|分值|满分|得分)?[:：]?\d+(?:\.\d+)?(?:分|%)?(?:[，,；;][^（）()]*)?[)）]")
"""What the name of an indicator in a report of scores has behind it: 改造户数（15分，得14.34分）."""
_CAPTION = 14
_ITEM_ENDS = frozenset({"", "；", ";", "。"})
_FRAMED = re.compile(r"[【\[〔]\s*([^【】\[\]〔〕\d]{2,8}?)\s*[】\]〕]")
_PAUSED = re.compile(r"[：:][^。；;\n]*$")
_LEADING = ("通过", "经过", "随着", "项目", "建成后", "实施后")
"""A clause that opens with one of these tells how or when."""
_PURPOSES = ("为", "使")
_SIDES = frozenset({HeaderRole.TARGET, HeaderRole.ACTUAL, HeaderRole.BASELINE})


def stated_in(text: str, stance: Stance, setting: Setting, *, row: str = "", topic: str = "") -> Iterator[Stated]:
    """The values that a text states, in order, where `stance` says what it states by default.

    A label inside the text (完成情况：…) changes the stance for what follows it.  `row` is the name of the table row the
    text stands in: it names what the text leaves unnamed, and makes 授权2项 in a row 发明专利 授权发明专利.  `topic` is the
    heading above, which 该指标 means.
    """
    original, text = text, unframed(text)
    located = quantities_in(text)
    last = row
    for sentence in sentences(text):
        words_of = text[sentence.start : sentence.end]
        said, _ = label_stance(words_of, setting)
        if said is Stance.TARGET and stance is Stance.ACTUAL and sorts_only(words_of):
            said = None
        stance = said if said not in {None, Stance.OPEN} else stance
        if stance.role is None or _is_remark(words_of):
            continue
        first, behind = (bisect_left(located, at, key=lambda item: item.start) for at in (sentence.start, sentence.end))
        inside = list(located[first:behind])
        bare = _SCORED.sub("", words_of)
        scored = bare != words_of and not quantities_in(bare)
        if (scored or not inside) and said is None and not row and _is_caption(bare):
            topic = last = clean(bare)
            inside = [] if scored else inside
        if inside:
            reader = SentenceReader(
                words_of, sentence.start, inside, stance, setting, row, last or _headword(words_of), topic
            )
            for item in reader.read():
                yield item if text is original else _as_written(item, original[sentence.start : sentence.end])
            last = reader.last
        if not row:
            yield from _qualities(words_of, sentence.start, inside, stance)


def unframed(text: str) -> str:
    """The text with labels in square brackets as other papers write them: 产能【目标】5万台 is 产能，目标：5万台.

    It has the same length, so that what is found in it stands at the same place in the original.
    """
    return _FRAMED.sub(_unframe, text) if "【" in text or "[" in text or "〔" in text else text


def _unframe(match: re.Match[str]) -> str:
    """：目标　 where the label tells a side or opens the text behind a name, else the words as they stand."""
    if header_role(match.group(1)) not in _SIDES:
        return match.group()
    lead = (
        "："
        if match.string[match.start() - 1 : match.start()].strip() and not _PAUSED.search(match.string[: match.start()])
        else "，"
    )
    return f"{lead}{match.group(1)} "


def _as_written(item: Stated, sentence: str) -> Stated:
    """The value with its sentence as the paper has it."""
    return replace(item, sentence=sentence)


def _headword(sentence: str) -> str:
    """The name that a sentence opens with (发明专利：任务书要求5项，实际完成7项), or ""."""
    match = _HEADWORD.match(sentence)
    name = clean(match.group(1)) if match is not None else ""
    return name if name and header_role(name) is None else ""


def _is_caption(sentence: str) -> bool:
    """Whether a sentence is only a name, which the sentences behind it speak of (1. 手术台次。目标：不少于900台次)."""
    name = clean(sentence)
    return (
        is_name(name) and len(name) <= _CAPTION and not re.search(r"[，,：:、]", sentence) and header_role(name) is None
    )


def _is_remark(sentence: str) -> bool:
    """Whether a sentence explains the form (注：…) or writes a formula."""
    return sentence.lstrip("（(").startswith(_REMARKS) or _FORMULA.search(sentence) is not None


def _qualities(sentence: str, offset: int, located: list[Located], stance: Stance) -> Iterator[Stated]:
    """Qualitative values: in results any clause, among targets an item that says nothing else or ends a list of values."""
    at = 0
    clauses = re.split(r"([，,；;、。])", sentence)
    said = [clause.strip() for clause in clauses[::2] if clause.strip() and not clause.strip().startswith(_LEADING)]
    only = len(said) > 1 and all(qualitative(clause, aim=True) for clause in said)
    valued = len(located) > 1 and _all_valued(clauses, offset, located)
    for k, clause in enumerate(clauses):
        start, at = at, at + len(clause)
        taken = any(start <= item.start - offset < at for item in located)
        found = None if taken else qualitative(clause, aim=stance is Stance.TARGET)
        listed = len(located) > 0 and "".join(clauses[k + 1 : k + 2]) in _ITEM_ENDS
        if (
            stance is Stance.TARGET
            and len(clauses) > 1
            and not (listed or only or valued)
            and not (found and clause.strip().startswith(found[1]))
        ):
            continue
        if found is not None and stance.role is not None:
            yield Stated(offset + start, None, found[0], stance.role, sentence, clause.strip(), text=found[1])


def _all_valued(clauses: list[str], offset: int, located: list[Located]) -> bool:
    """Whether each clause of a sentence has a figure or a qualitative value (知晓率≥70%，防治意识不断增强，满意度≥90%)."""
    at = offset
    for clause in clauses:
        start, at = at, at + len(clause)
        words_of = clause.strip("，,；;、。 \n")
        taken = any(start <= item.start < at for item in located)
        if words_of and not taken and (words_of.startswith(_PURPOSES) or not qualitative(words_of, aim=True)):
            return False
    return True
