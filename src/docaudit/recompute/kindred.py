"""Whether the names of listed figures show that they are the parts of one whole: 一档/二档/三档, 男/女, 生猪养殖场/蛋鸡养殖场."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ORDINAL = re.compile(
    r"第?[一二三四五六七八九十首末两\d]+(?:期|批|季度|月|档|类|级|标段|阶段|轮|组|班|次|等|包)|[上下]半年|(?:19|20)\d\d年?|首批|[甲乙丙丁戊](?=[\u4e00-\u9fff])|[A-F](?=[\u4e00-\u9fff])"
)
_REST = re.compile(r"其他|其它|其余|余下|剩余|余者")
_CLASSES = tuple(
    re.compile(words)
    for words in (
        "发明|实用新型|外观|软件著作权",
        "博士|硕士|本科|大专|专科|高中|中专|初中|小学",
        "男|女",
        "正高|副高|高级|中级|初级",
        "财政|中央|省级|市级|县级|区级|自筹|贷款|配套|捐|社会",
        "优秀|良好|不合格|合格|不及格|及格",
        "未通过|通过|结题|终止|撤项|延期",
        "非常满意|很满意|比较满意|基本满意|不太满意|不满意|满意|一般|说不清",
        "城镇|农村|城市|乡村|城区|县域",
        "国家级|省级|市级|县级|校级|部级",
        "工程费|建筑|安装|设备|其他费|预备费|材料费|人工费|劳务|差旅|会议|测试|燃料|管理费|咨询",
    )
)
_WHOLE_SETS = tuple(
    tuple(re.compile(words) for words in group)
    for group in (
        ("男", "女"),
        ("城镇|城市|城区", "农村|乡村"),
        ("发明", "实用新型", "外观|软件著作权"),
        ("(?<!不)合格", "不合格"),
        ("(?<!未)通过", "未通过"),
        ("高级", "中级", "初级"),
        ("满意", "一般", "不满意"),
        ("上半年", "下半年"),
    )
)
"""Classes of which no thing is left out."""
_STATUS = re.compile(
    r"已|未|正在|在建|待|竣工|完工|开工|办结|终止|中止|撤|通过|合格|不|无|完整|缺|存在|完成|延期|在办|作废|退回|齐全"
)
_NEGATIVE = re.compile(r"未|不|无|缺|终止|中止|撤|正在|待|作废|在建|延期|退回|在办")
_ROUND = re.compile(r"初[审评赛试验检]|复[审评赛试验检]|终[审评]|首轮|首次|二次|再次")
"""Of two rounds the second is of those that the first let pass."""
_SHARED_END = 2


def rest(name: str) -> bool:
    """Whether a part is said to be all that is left: 其他6家."""
    return bool(_REST.search(name))


def ordered(names: Sequence[str]) -> bool:
    """Whether every part has an ordinal, a year or a season of its own."""
    found = [tuple(_ORDINAL.findall(name)) for name in names]
    return all(found) and len(set(found)) == len(found)


def exclusive(names: Sequence[str]) -> bool:
    """Whether the parts exclude each other, whatever else there may be: 博士/硕士, 中央/省级."""
    if _rounds(names):
        return False
    for words in _CLASSES:
        found = [words.search(name) for name in names]
        if len({m[0] for m in found if m is not None}) == len(names):
            return True
    return False


def _rounds(names: Sequence[str]) -> bool:
    return len({m[0] for m in map(_ROUND.search, names) if m is not None}) > 1


def complementary(names: Sequence[str]) -> bool:
    """Whether the parts exclude each other and leave nothing: 男/女, 已办结/正在办理/终止."""
    for group in _WHOLE_SETS:
        if exclusive(names) and all(any(word.search(name) for name in names) for word in group):
            return True
    return (
        not _rounds(names)
        and all(_STATUS.search(name) for name in names)
        and any(_NEGATIVE.search(name) for name in names)
    )


def alike(names: Sequence[str]) -> int:
    """How much the names are made after one pattern: 0 not at all, 1 by one character, 2 by more, or by none having a name."""
    if not any(names[1:]):
        return 2
    if any(not name for name in names):
        return 0
    end = _common([name[::-1] for name in names])
    if end >= _SHARED_END:
        return 2
    start = _common(names)
    return 1 if start + end else 0


def _common(names: Sequence[str]) -> int:
    size = 0
    for column in zip(*names, strict=False):
        if len(set(column)) > 1 or not "\u4e00" <= column[0] <= "\u9fff":
            break
        size += 1
    return size
