"""Read the project, its code, its people and its budget from sentences of letters, opinions and reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docaudit.model import Field, Kind, Paragraph, ParagraphKind, Part
from docaudit.profiles.coded import coded_names
from docaudit.profiles.schema import FieldVocabulary
from docaudit.profiles.values import is_organisation, value_of
from docaudit.profiles.words import squash, squash_with_origin, without_numbering

_SENTENCES = 12
_SHORT = 16
_QUOTED = r"[《“「]([^《》“”「」]{4,80})[》”」]"
_CODE = r"[A-Za-z0-9\u4e00-\u9fff〔〕\[\]\-—_./]{4,40}"
_DOING = r"(?:承担|承建|承办|承接|主持|实施|申报|负责|完成|牵头|建设|组织)+"
_HELD = r"(?:验收|评审|结题|结项|鉴定|论证|检查|评价|评估|审查|考核)"
_SUBJECT = r"(?:执行期|实施期|建设期|研究期|期限|负责人|主持人|承担单位|考核指标|绩效目标|建设内容|实施内容|研究内容|内容|部分|有关|相关|等|和|及|与|、|经费|预算|起止时间|实施方案|任务)"
_TITLES = r"(?:同志|教授|副教授|研究员|副研究员|博士|工程师|高级工程师|院士|主任|所长|先生|女士)"
_PERSON = rf"([\u4e00-\u9fff·]{{2,4}}?){_TITLES}?(?=[,。;、()]|担任|接任|继续|$)"
_NAMES = (
    re.compile(rf"{_DOING}的[^《“「,。;]{{0,40}}{_QUOTED}"),
    re.compile(
        rf"《关于(?:申请|要求|请求|报送|商请)?(?:变更|调整|延长)?([^《》]{{4,80}}?)(?:项目|课题)?(?:\([^()]{{4,40}}\))?(?:项目|课题)?"
        rf"{_SUBJECT}*(?:变更|调整|延期|延长|更换|展期)[^《》]{{0,12}}(?:请示|申请|申请书|申请表|函|报告)》"
    ),
    re.compile(
        rf"(?:召开|组织|主持|举行|进行|对|就)[^《“「,。;]{{0,40}}{_QUOTED}(?:项目|课题|专项)?[^《“,。;]{{0,30}}{_HELD}"
    ),
    re.compile(rf"(?:^|[,。;])(?:本项目|项目)?{_QUOTED}(?:项目|课题|专项)?(?:由|系|是)"),
    re.compile(
        r"(?:^|[。;])(?!本项目|该项目|项目)([^,。;:《》“”]{5,60}?)(?:项目|课题)?由[^,。;]{4,40}?(?:承担|实施|建设)"
    ),
)
_ORGANISATION = r"([\u4e00-\u9fffA-Za-z0-9()·]{3,40}?)"
_UNDERTAKERS = (
    re.compile(
        rf"(?:由|对|委托)(?:乙方|受托方)?{_ORGANISATION}(?:牵头|负责|共同|组织|具体)*(?:承担|承建|承接|实施|建设)(?:完成|实施)?(?=[,。;的《“])"
    ),
    re.compile(rf"对{_ORGANISATION}{_DOING}的"),
    re.compile(rf"(?:承担|实施|建设|牵头|依托)单位(?:为|是|:)?{_ORGANISATION}(?=[,。;、]|$)"),
)
_WITH_LEADER = re.compile(
    rf"(?:由|对){_ORGANISATION}{_TITLES}?(?:牵头|负责)?(?:主持|承担|负责|牵头|申报|完成)(?:承担|完成|实施)?的"
)
_ASSESSOR = re.compile(
    rf"(?:^|[,。;]){_ORGANISATION}(?:组织)?对[^,。;]{{3,40}}(?:开展|进行|组织)了?[^,。;]{{0,8}}(?:自评|自我评价)"
)
_LEADERS = (
    re.compile(rf"(?:负责人|主持人|首席科学家)(?:为|是|:){_PERSON}"),
    re.compile(
        rf"(?:负责人|主持人|申请人|项目经理|首席专家|课题组长)([\u4e00-\u9fff·]{{2,4}}?){_TITLES}?(?=[,。;、()]|$)"
    ),
)
_CODES = (
    re.compile(rf"(?:编号|合同号|立项号|批准号)(?:为|是|:)({_CODE})"),
    re.compile(r"(?:编号|合同号|协议号|立项号|批准号)((?=[A-Za-z])(?=[^,。;()]*\d)[A-Za-z0-9\-—_./〔〕\[\]]{5,40})"),
)
_OPENING_WORDS = re.compile(
    r"^(?:同意|批准|原则|经|根据|按照|依据|鉴于|由于|因|对|关于|为|将|现|该|本|你|我|贵|上述|各|请|受|其|以下|如下|附件|详见|截至|截止)"
)
_AMOUNT = r"(\d[\d,]*(?:\.\d+)?(?:万元|亿元|元))"
_BUDGETS = (
    re.compile(
        rf"(?:^|[,。;:(])(?:本|该)?(?:项目|课题|研究|研发|建设|工程|计划|实施|所需|需要|需|估算|概算|预计|批复|核定|批准|审定)*总(?:经费|费用|投资|投入|资金|预算|概算)"
        rf"(?:估算|预算|概算|额|需求|安排)*(?:共计|合计|总计|共|为|是|约)*{_AMOUNT}"
    ),
    re.compile(
        rf"(?:^|[,。;:(])(?:本|该)?(?:项目|课题|研究|研发|建设|工程|计划|实施|所需|需要|需)+(?:经费|费用|投资|资金|预算|概算)"
        rf"(?:估算|预算|概算|需求|安排)*(?:总额|共计|合计|总计|共需){_AMOUNT}"
    ),
    re.compile(
        rf"(?:^|[,。;:(])(?:本|该|[一二两三四五六]年)?(?:项目|课题|研究|研发|建设|工程|培训|实施|服务|治理|修复|改造)+"
        rf"(?:经费|费用|投资|资金|预算|概算)(?:为|是)?{_AMOUNT}(?=[,:](?:其中|由|全部|均为|包括|含|中央|省级|市级))"
    ),
    re.compile(
        rf"(?:^|[,。;:(])(?:本|该)?(?:项目|课题)?(?:申请|申报|核定|批复|资助)(?:建设|项目|研究|课题|资助)?(?:总)?(?:经费|资金|总额)"
        rf"(?:总额|共计|合计|为|是|共)*{_AMOUNT}(?=,其中[^。;]{{0,40}}(?:自筹|配套|统筹|匹配|自有))"
    ),
)
_SOURCE = r"(?:财政|专项|补助|拨款|配套|自筹|自有|企业)[^。;]{0,60}?\d(?:万元|亿元|元)"
_SUMMED = (
    re.compile(rf"(?:^|[。;:])(?:项目|本项目)?(?:经费)?预算{_AMOUNT}(?=[:,](?:其中|由|中央|省|市|县|区|财政|申请))"),
    re.compile(rf"{_SOURCE},[^。;]{{0,30}}?\d(?:万元|亿元|元),(?:合计|总计|共计){_AMOUNT}"),
)
"""A budget told by its sources: 申请财政资金180万元，自筹60万元，合计240万元."""
_APPROVED = (
    re.compile(
        rf"(?:^|[,。;:(])(?:本|该)?(?:项目|课题)?(?:经)?(?:批复|核定|批准|审定|计划|概算|预算)(?:的)?(?:项目|课题|建设)?总(?:经费|投资|投入|预算)"
        rf"(?:额)?(?:共计|合计|共|为|是)*{_AMOUNT}"
    ),
    re.compile(
        rf"(?:^|[,。;:(])(?:本|该)?(?:项目|课题)总(?:经费|投资|预算)(?:共计|共|为|是)*{_AMOUNT}(?=,(?:其中|由))"
    ),
)
"""What a report on the work done says of the budget it was given."""
_NO_NAME = re.compile(rf"(?:项目|课题|任务)*{_SUBJECT}*")
_PLANS = {Kind.APPLICATION, Kind.TASK_AGREEMENT}


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence or paragraph, squashed, with the way back to its verbatim words."""

    block: Paragraph
    bare: str
    origin: list[int]

    def field(self, name: str, span: tuple[int, int]) -> Field:
        quote = self.block.text[self.origin[span[0]] : self.origin[span[1] - 1] + 1]
        value = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", quote)
        return Field(name, value, self.block.place.quoting(quote))


def lines_of(part: Part, *, shortest: int = _SHORT) -> list[_Line]:
    """Return the paragraphs of running text of a part that are longer than `shortest` characters."""
    body = (block for block in part.blocks if isinstance(block, Paragraph) and block.kind is ParagraphKind.BODY)
    return [_Line(block, *squash_with_origin(block.text)) for block in body if len(block.text) > shortest]


def sentence_fields(part: Part, vocabulary: FieldVocabulary) -> Iterator[Field]:
    """Yield what the first sentences say about the project, for names that no label has given.

    甲平台（项目编号：乙）由丙公司承担，项目负责人丁; 对丙公司承担的“甲平台”项目; 你单位《关于甲平台项目延期的请示》收悉.
    """
    missing = {
        name
        for name in ("project_name", "undertaker", "leader", "project_code", "total_budget")
        if part.field(name) is None
    }
    every = lines_of(part)
    for number, line in enumerate(every):
        for item in _of_line(line, part.kind, number < _SENTENCES, vocabulary):
            if item.name in missing:
                missing.discard(item.name)
                yield item


def approved_budget(part: Part, vocabulary: FieldVocabulary) -> list[Field]:
    """Return the one budget that a report on a named project calls approved; none where it tells of several."""
    found = [item for line in lines_of(part) for item in _first(line, "total_budget", _APPROVED[:1], vocabulary)]
    return found[:1] if len({item.value for item in found}) == 1 else []


def _of_line(line: _Line, kind: Kind, early: bool, vocabulary: FieldVocabulary) -> Iterator[Field]:
    if kind in _PLANS:
        yield from _first(line, "total_budget", (*_BUDGETS, *_SUMMED), vocabulary)
    elif early:
        yield from _first(line, "total_budget", _APPROVED, vocabulary)
    if not early:
        return
    yield from coded_fields(line, vocabulary)
    yield from _first(line, "project_name", _NAMES, vocabulary)
    yield from _first(line, "project_code", _CODES, vocabulary)
    yield from _who(line, vocabulary)
    yield from _first(line, "undertaker", _UNDERTAKERS, vocabulary)
    yield from _first(line, "leader", _LEADERS, vocabulary)
    if kind is Kind.SELF_EVALUATION:
        yield from _first(line, "undertaker", (_ASSESSOR,), vocabulary)


def coded_fields(line: _Line, vocabulary: FieldVocabulary) -> Iterator[Field]:
    """Yield the first name with a code in brackets behind it, and the code; the code alone of 本项目（KJ-2021-07）."""
    for name, code in coded_names(line.bare):
        named = fits("project_name", line.bare[slice(*name)], vocabulary)
        if fits("project_code", line.bare[slice(*code)], vocabulary) and (
            named or _NO_NAME.fullmatch(line.bare[slice(*name)])
        ):
            if named:
                yield line.field("project_name", name)
            yield line.field("project_code", code)
            return


def _first(line: _Line, name: str, patterns: Sequence[re.Pattern[str]], vocabulary: FieldVocabulary) -> Iterator[Field]:
    """Yield the first value that one of the patterns finds and that is one of its type."""
    for pattern in patterns:
        for found in pattern.finditer(line.bare):
            if fits(name, found[1], vocabulary):
                yield line.field(name, found.span(1))
                return


def _who(line: _Line, vocabulary: FieldVocabulary) -> Iterator[Field]:
    """Yield 沧海大学 and 温若谷 of 对沧海大学温若谷主持的."""
    found = _WITH_LEADER.search(line.bare)
    if found is None:
        return
    start, end = found.span(1)
    for length in (3, 2, 4):
        cut = end - length
        if not is_organisation(line.bare[start:cut], vocabulary):
            continue
        if is_organisation(line.bare[start:end], vocabulary) or not fits("leader", line.bare[cut:end], vocabulary):
            continue
        yield line.field("undertaker", (start, cut))
        yield line.field("leader", (cut, end))
        return


def fits(name: str, text: str, vocabulary: FieldVocabulary) -> bool:
    """Whether words found in a sentence are a value of the field `name`."""
    if name == "undertaker":
        return is_organisation(text, vocabulary)
    if name == "leader":
        return value_of("person", text, "", vocabulary) == text
    if name == "project_code":
        return bool(value_of("code", text, "", vocabulary))
    if name == "total_budget":
        return bool(value_of("money", text, "", vocabulary))
    bare = squash(text)
    if (
        bare in {"本项目", "该项目", "上述项目"}
        or _NO_NAME.fullmatch(bare)
        or without_numbering(bare) != bare
        or _OPENING_WORDS.match(bare)
        or next(coded_names(bare), None) is not None
    ):
        return False
    return bool(value_of("name", text, "", vocabulary))
