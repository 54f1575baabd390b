"""The roles of the columns of one region, settled among each other: by their headers first, by what they hold where those fail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docaudit.extract.cells import is_band, is_blank, whole_quantity
from docaudit.extract.contents import Content, content_of
from docaudit.extract.periods import is_period
from docaudit.lexicon import HeaderRole, header_role, plain_header, words
from docaudit.model import Cell

Rows = tuple[tuple[Cell, ...], ...]

NAME_ROLES = frozenset({HeaderRole.NAME, HeaderRole.WEAK_NAME, HeaderRole.GROUP, HeaderRole.EITHER})
_NAMES = frozenset({HeaderRole.NAME, HeaderRole.WEAK_NAME})
_ASIDE = frozenset({HeaderRole.ORDER, HeaderRole.REMARK, HeaderRole.UNIT, HeaderRole.PERIOD, HeaderRole.RELATION})
_DEEP = ("三级指标", "四级指标", "三级目标", "指标名称")
_DETAIL = ("指标内容", "指标描述", "指标解释", "考核内容", "绩效内容")
_SAID = {
    Content.UNITS: HeaderRole.UNIT,
    Content.SERIAL: HeaderRole.ORDER,
    Content.REFERENCES: HeaderRole.REMARK,
    Content.DATES: HeaderRole.PERIOD,
}
_TICKS = frozenset("√✓✔☑□×○●是否")
_TASKS = frozenset({"任务", "要求", "目标任务", "指标", "标准"})
_SORTS = frozenset({"类别", "类型"})
_DEMANDED = re.compile(r"(?:榜单|指南|申报指南|招标|采购|门槛|最低|申报条件)(?:文件|任务)?(?:要求|指标|条件|标准|值)?$")
_PROMISED_SELF = re.compile(r"承诺|申报值|拟达|响应|投标|自报|本项目")
_UNTIL = re.compile(r"(?:截至|截止|至)")
_CALLED = ("名称", "指标", "指标名")
_VALUED = frozenset({Content.FIGURES, Content.TOLD})
_WORDED = frozenset({Content.NAMES, Content.SENTENCES})
_NAMING_TARGETS = frozenset({HeaderRole.TARGET, HeaderRole.EITHER})
_PROMISED = frozenset({HeaderRole.TARGET, HeaderRole.INTERIM})
_SIDED = frozenset({HeaderRole.ACTUAL, HeaderRole.BASELINE, HeaderRole.INTERIM})


@dataclass(frozen=True, slots=True)
class Column:
    """One grid column of a region: its header texts, outermost first, and the role they give it."""

    headers: tuple[str, ...]
    role: HeaderRole | None
    content: Content = Content.BLANK
    """What its cells hold."""

    @property
    def header(self) -> str:
        """The innermost header; "" for a column without one."""
        return self.headers[-1] if self.headers else ""


def settle(rows: Rows, body: int, bottom: int, columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns with their contents, and the roles that follow from contents and neighbours."""
    settled = [
        Column(column.headers, column.role, content_of(_texts(rows, body, bottom, j)))
        for j, column in enumerate(columns)
    ]
    _details(settled)
    _standards(settled)
    _demands(settled)
    _ticks(settled, rows, body, bottom)
    _told_figures(settled)
    _tasks(settled)
    _by_content(settled)
    _exchanged(settled)
    _either(settled)
    _naming_target(settled)
    _naming_result(settled)
    _remarks(settled)
    _qualifiers(settled, rows, body, bottom)
    _verdicts(rows, body, bottom, settled)
    return tuple(settled)


def name_columns(rows: Rows, body: int, bottom: int, columns: Sequence[Column]) -> tuple[int, ...]:
    """The columns that say what a row is about, leftmost first."""
    found = []
    for j, column in enumerate(columns):
        if column.role in NAME_ROLES:
            found.append(j)
        elif column.role is None and not is_period(column.header):
            filled = [text for text in _texts(rows, body, bottom, j, bands=True) if not is_blank(text)]
            figures = sum(1 for text in filled if whole_quantity(text) is not None)
            if filled and figures * 2 < len(filled):
                found.append(j)
    if found:
        return tuple(found)
    return tuple(j for j, column in enumerate(columns[:1]) if column.role not in _ASIDE)


def _texts(rows: Rows, body: int, bottom: int, j: int, *, bands: bool = False) -> list[str]:
    """The texts of a column below the header, merged cells once for each row."""
    return [rows[i][j].text for i in range(body, bottom) if bands or not is_band(rows[i])]


def _as(columns: list[Column], j: int, role: HeaderRole | None) -> None:
    columns[j] = Column(columns[j].headers, role, columns[j].content)


def _details(columns: list[Column]) -> None:
    """指标内容 beside 三级指标 explains it."""
    headers = [plain_header(column.header) for column in columns]
    if any(header in _DEEP for header in headers):
        for j, header in enumerate(headers):
            if header in _DETAIL and columns[j].role is HeaderRole.NAME:
                _as(columns, j, HeaderRole.REMARK)


def _standards(columns: list[Column]) -> None:
    """评价标准 with figures beside results is what they are held against, not a remark."""
    roles = {column.role for column in columns}
    if HeaderRole.TARGET in roles or HeaderRole.ACTUAL not in roles:
        return
    for j, column in enumerate(columns):
        standard = plain_header(column.header).endswith("标准")
        if standard and column.role is HeaderRole.REMARK and column.content is Content.FIGURES:
            _as(columns, j, HeaderRole.TARGET)


def _demands(columns: list[Column]) -> None:
    """What a list or guideline demands is no target of the paper beside what the paper itself promises (榜单要求 | 揭榜承诺)."""
    targets = [j for j, column in enumerate(columns) if column.role is HeaderRole.TARGET]
    demanded = [j for j in targets if _DEMANDED.match(plain_header(columns[j].header))]
    promised = [j for j in targets if _PROMISED_SELF.search(plain_header(columns[j].header))]
    for j in demanded if promised and not set(promised) & set(demanded) else ():
        _as(columns, j, HeaderRole.REMARK)


def _ticks(columns: list[Column], rows: Rows, body: int, bottom: int) -> None:
    """A column of ticks (约束性 | 预期性) sorts the rows."""
    for j, column in enumerate(columns):
        said = {"".join(text.split()) for text in _texts(rows, body, bottom, j)} - {""}
        if column.headers and said and said <= _TICKS:
            _as(columns, j, HeaderRole.REMARK)


def _told_figures(columns: list[Column]) -> None:
    """What headers say of their columns in vain where figures, or no figures, stand below."""
    for j, column in enumerate(columns):
        figures = column.content is Content.FIGURES
        if column.role is HeaderRole.PERIOD and figures and is_period(plain_header(column.header)):
            _as(columns, j, None)  # 2023年度
        elif column.role is HeaderRole.RATE and column.content is Content.TOLD and _UNTIL.match(column.header):
            _as(columns, j, HeaderRole.ACTUAL)  # 截至6月30日进度: 已联网418栋
    named = [j for j, column in enumerate(columns) if column.role is HeaderRole.NAME]
    for j in range(named[0] + 1 if named else len(columns), len(columns)):
        if columns[j].role is HeaderRole.WEAK_NAME and plain_header(columns[j].header) in _SORTS:
            _as(columns, j, HeaderRole.GROUP if j < named[-1] else HeaderRole.REMARK)  # 指标名称 | 类别 | 完成值
    told = [j for j in named if columns[j].content is Content.FIGURES]
    for j, column in enumerate(columns):
        names_before = any(c.role in _NAMES and c.content is Content.NAMES for c in columns[:j])
        task = column.role in _NAMES and plain_header(column.header) in _TASKS
        if (
            task
            and column.content is Content.FIGURES
            and names_before
            and HeaderRole.ACTUAL in {c.role for c in columns}
        ):
            _as(columns, j, HeaderRole.TARGET)  # 项目 | 任务 | 核定
    sided = any(column.role in {*_NAMING_TARGETS, *_SIDED} for column in columns)
    if told and not sided and any(columns[j].content in _WORDED and j < told[0] for j in named):
        _as(columns, told[0], HeaderRole.EITHER)  # 考核内容 | 指标: 2600亩
    first = next((j for j, column in enumerate(columns) if column.role is not HeaderRole.ORDER), None)
    if (
        first is not None
        and columns[first].role is HeaderRole.REMARK
        and columns[first].content is Content.NAMES
        and not any(column.role in NAME_ROLES for column in columns)
    ):
        _as(columns, first, None)  # 工作手段 | 单位 | 合计


def _tasks(columns: list[Column]) -> None:
    """Words of a target before the names of the rows, without a figure, sort these: 建设任务 | 绩效指标 | 中期 | 期满."""
    named = next((j for j, column in enumerate(columns) if column.role is HeaderRole.NAME), 0)
    promised = any(column.role in _PROMISED and column.content in _VALUED for column in columns)
    for j in range(named if promised else 0):
        if columns[j].role in _NAMING_TARGETS and columns[j].content is Content.NAMES:
            _as(columns, j, HeaderRole.GROUP)


def _by_content(columns: list[Column]) -> None:
    """Columns of unknown header that hold only units, numbers of rows, dates or references."""
    for j, column in enumerate(columns):
        if column.headers and column.role is None and not is_period(column.header) and column.content in _SAID:
            _as(columns, j, _SAID[column.content])
        elif column.role is HeaderRole.REMARK and column.content is Content.UNITS:
            _as(columns, j, HeaderRole.UNIT)  # 计价单位
        elif column.role is HeaderRole.UNIT and column.content in _WORDED:
            _as(columns, j, None)  # 单位 is an organisation here


def _exchanged(columns: list[Column]) -> None:
    """Of two headers that may both name or promise, the one over names names: 任务指标 | 期满任务 | 期满完成."""
    naming = next((j for j, column in enumerate(columns) if column.role in _NAMING_TARGETS), None)
    if naming is None or columns[naming].content is not Content.NAMES or any(c.role in _NAMES for c in columns):
        return
    promising = [
        j
        for j, column in enumerate(columns)
        if j > naming and column.role in _NAMING_TARGETS and column.content is Content.FIGURES
    ]
    if promising:
        _as(columns, naming, HeaderRole.NAME)
        for j in promising:
            _as(columns, j, HeaderRole.TARGET)


def _either(columns: list[Column]) -> None:
    """The words that may be name or target (考核指标): by what stands below and the company they keep."""
    roles = {column.role for column in columns}
    named = HeaderRole.NAME in roles or (HeaderRole.WEAK_NAME in roles and HeaderRole.TARGET not in roles)
    for j, column in enumerate(columns):
        if column.role is not HeaderRole.EITHER:
            continue
        rivals = [c for k, c in enumerate(columns) if k != j and c.role in _NAMING_TARGETS]
        if HeaderRole.TARGET in roles or (column.content in _WORDED and any(c.content in _VALUED for c in rivals)):
            role = HeaderRole.NAME if column.content not in _VALUED or not named else HeaderRole.TARGET
        else:
            role = HeaderRole.TARGET if named or column.content is Content.FIGURES else HeaderRole.NAME
        if role is HeaderRole.TARGET and column.content in _WORDED and header_role(column.header) is None:
            role = HeaderRole.TARGET if roles & _SIDED else HeaderRole.REMARK
        _as(columns, j, role)


def _naming_target(columns: list[Column]) -> None:
    """One column must name the rows: a target column without a figure beside one with figures (任务指标 | 计划数)."""
    if any(column.role in {HeaderRole.NAME, HeaderRole.WEAK_NAME} for column in columns):
        return
    targets = [j for j, column in enumerate(columns) if column.role is HeaderRole.TARGET]
    if (
        len(targets) == 1
        and columns[targets[0]].content is Content.TOLD
        and any(column.role is HeaderRole.ACTUAL for column in columns)
        and not any(
            column.role in NAME_ROLES or (column.role is None and column.content in _WORDED) for column in columns
        )
    ):
        _as(columns, targets[0], HeaderRole.NAME)  # the sentences of the targets name what is reported beside them
        return
    if not any(columns[j].content in _VALUED for j in targets):
        return
    first = next((j for j in targets if columns[j].content is Content.NAMES), None)
    if (
        first is not None
        and all(columns[j].content in _VALUED for j in targets if j < first)
        and not any(j < first for j in targets)
    ):
        _as(columns, first, HeaderRole.NAME)


def _naming_result(columns: list[Column]) -> None:
    """Words of a result that head the first column, over names, say what was looked at: 核查项目 | 核查数 | 附注."""
    first = next((j for j, column in enumerate(columns) if column.role is not HeaderRole.ORDER), 0)
    column = columns[first]
    if column.role is not HeaderRole.ACTUAL or column.content is not Content.NAMES:
        return
    if any(other.role in {HeaderRole.NAME, HeaderRole.WEAK_NAME, HeaderRole.EITHER} for other in columns):
        return
    if any(other.role is HeaderRole.ACTUAL and other.content in _VALUED for other in columns[first + 1 :]):
        _as(columns, first, HeaderRole.NAME)


def _remarks(columns: list[Column]) -> None:
    """Words of unknown header behind the values explain them, unless their header heads a second list."""
    roles = [column.role for column in columns]
    named = [
        j for j, role in enumerate(roles) if role in NAME_ROLES or (role is None and columns[j].content in _WORDED)
    ]
    values = [j for j, column in enumerate(columns) if column.role not in NAME_ROLES and _is_value(column)]
    if not named or not values or named[0] > values[0]:
        return
    heads = {plain_header(columns[j].header) for j in named if j < values[0]}
    for j in range(values[0] + 1, len(columns)):
        column = columns[j]
        if column.role is None and column.content in _WORDED and plain_header(column.header) not in heads:
            _as(columns, j, HeaderRole.REMARK)


def _qualifiers(columns: list[Column], rows: Rows, body: int, bottom: int) -> None:
    """Words behind a name that is another in every row qualify it (指标 | 方向 | 总目标, 终点名称 | 判定标准 | 预设值)."""
    named = next((j for j, column in enumerate(columns) if _tells_apart(column, _texts(rows, body, bottom, j))), None)
    for j in range(named + 1 if named is not None else len(columns), len(columns)):
        head = plain_header(columns[j].header)
        vague = columns[j].role is None or (columns[j].role is HeaderRole.WEAK_NAME and not head.endswith(_CALLED))
        if head and vague and columns[j].content in _WORDED and head != plain_header(columns[named or 0].header):
            _as(columns, j, HeaderRole.REMARK)


def _tells_apart(column: Column, texts: list[str]) -> bool:
    """Whether a column is headed as the name of the rows and has a different one in each."""
    called = column.role is HeaderRole.NAME or (
        column.role is HeaderRole.WEAK_NAME and plain_header(column.header).endswith(_CALLED)
    )
    said = ["".join(text.split()) for text in texts]
    return called and len(said) > 1 and all(said) and len(set(said)) == len(said)


def _verdicts(rows: Rows, body: int, bottom: int, columns: list[Column]) -> None:
    """A second column of results that only says 完成 or 达标 judges the first."""
    results = [j for j, column in enumerate(columns) if column.role is HeaderRole.ACTUAL]
    for j in results if len(results) > 1 else ():
        said = {"".join(text.split()) for text in _texts(rows, body, bottom, j) if not is_blank(text)}
        if said and said <= set(words().verdicts):
            _as(columns, j, HeaderRole.REMARK)


def _is_value(column: Column) -> bool:
    if column.role is None:
        return column.content is Content.FIGURES
    return column.role in {
        HeaderRole.TARGET,
        HeaderRole.ACTUAL,
        HeaderRole.BASELINE,
        HeaderRole.INTERIM,
        HeaderRole.VALUE,
        HeaderRole.BUDGET,
        HeaderRole.SPENT,
    }
