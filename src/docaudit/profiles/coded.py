"""Read the project that a sentence or a title names with its code in brackets: 你单位关于甲工程（KJ-2021-07）变更的请示收悉."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_LABEL = r"(?:项目|课题|合同|协议|任务书|任务|立项|计划|批准|资助|工程|备案)*(?:编号|编码|代码|批准号|立项号|合同号|号)[:为]?"
_LABELLED = rf"{_LABEL}(?P<labelled>(?=[^()]*\d)[A-Za-z0-9\u4e00-\u9fff〔〕\[\]\-—_./]{{4,40}})"
_BARE = r"(?P<bare>(?=[^()]*\d{2})(?:(?=[^()]*[A-Za-z])[A-Za-z0-9\-—_./]{6,40}|[A-Za-z][A-Za-z0-9]*[\-—][A-Za-z0-9\u4e00-\u9fff\-—_./]{4,40}|\d{2,}(?:-\d{2,}){2,}))"
_PLAIN = r"[^,。;:()《》“”「」]"
_QUOTED = r"[《“「][^,。;:《》“”「」]{1,60}[》”」]"
_ASIDE = r"\([\u4e00-\u9fff]{1,8}\)"
_CODED = re.compile(rf"(?P<name>(?:{_PLAIN}|{_QUOTED}|{_ASIDE}){{1,80}}?)(?:项目|课题)?\((?:{_LABELLED}|{_BARE})\)")
_IN_QUOTES = re.compile(r".*[《“「]([^《》“”「」]{4,60})[》”」](?:专项|工程)?")
_NO_CODE = re.compile(
    r"(?:GB|DB|ISO|IEC|IEEE|YY|HJ|JJ[FG]|NB|QB|JTG|SL|CJJ?|JGJ|ZL|PCT|CN|T|Q)[/\-]?[A-Z]?\d.*|\d{4}SR\d+|(?:19|20)\d\d-\d{1,2}-\d{1,2}",
    re.IGNORECASE,
)
"""Standards, patents and dates stand in brackets too."""
_HOLDER = re.compile(
    r".*(?:承担|承建|承接|主持|实施|申报|申请|报送|上报|报来|提交|负责|牵头|完成|建设|组织|开展|执行)(?:建设|实施|完成)?的"
)
_OPENING = re.compile(
    r"^[^的]{0,16}?(?:专家|[^小]组|双方|各方|三方|我们|单位|公司|院|所|中心|处|局)(?:经?协商一致?|共同|联合)*(?:就|对)(?=.{5})"
    r"|^(?:原则(?:上)?同意|同意|现就|就|现将|将|对|向|收到|来文|报来|兹有|双方|各方|三方|经协商|本项目为|项目为)"
    r"|^(?:你|贵|我|该|本)(?:单位|校|院|公司|所|中心|局|集团|厂|站|馆|社|库|县|市|区|处|场|方|企业|医院|大学|学院|队|厅|委|镇|乡)(?:的)?"
    r"|^关于(?:申请|要求|请求|报送|商请|申报)?(?:变更|调整|延长|下达|印发|同意)?"
)
_SHORTEST = 5
_ABOUT = re.compile(
    r"项目|课题|工程|合同|协议|任务|请示|申请|来函|批复|验收|结题|评审|评价|鉴定|检查|审计|决算|结算|变更|调整|延期|方案"
    r"|由|系|经|自|的$"
)
_WINDOW = 24


def coded_names(bare: str) -> Iterator[tuple[Span, Span]]:
    """Yield where a name and the code behind it stand in a squashed text.

    A code without a label counts only on a line of its own or in words about a project; standards and patents do not.
    """
    for found in _CODED.finditer(bare):
        code = found.span("labelled") if found["labelled"] else found.span("bare")
        if _NO_CODE.fullmatch(bare[slice(*code)]):
            continue
        start, end = found.span("name")
        start += len(bare[start:end]) - len(named := _without_opening(bare[start:end]))
        quoted = _IN_QUOTES.fullmatch(named)
        if quoted:
            start, end, named = start + quoted.start(1), start + quoted.end(1), quoted[1]
        alone = start == 0 and found.end() == len(bare)
        near = bare[max(0, start - _WINDOW) : start] + named + bare[found.end() : found.end() + _WINDOW]
        if len(named) >= _SHORTEST and (found["labelled"] or alone or _ABOUT.search(near)):
            yield (start, end), code


def _without_opening(words: str) -> str:
    """Drop what leads up to a name: 你单位关于, 我们对甲公司承建的, 同意将."""
    held = _HOLDER.match(words)
    words = words[held.end() :] if held else words
    while (shorter := _OPENING.sub("", words, count=1)) != words:
        words = shorter
    return words
