"""What pydantic finds wrong with a user's file, said in Chinese."""

from __future__ import annotations

import re

from pydantic_core import ErrorDetails

_KNOWN = {
    "extra_forbidden": "不认识的键，请检查拼写或删除",
    "missing": "缺少必填项",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "dict_type": "应为键值表",
    "model_type": "应为键值表",
    "model_attributes_type": "应为键值表",
    "string_type": "应为文字（必要时加引号）",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "path_type": "应为路径（文字）",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "string_pattern_mismatch": "写法不符合规定的格式 {pattern}",
    "string_too_short": "不得少于 {min_length} 个字",
    "string_too_long": "不得多于 {max_length} 个字",
    "too_short": "不得少于 {min_length} 项",
    "too_long": "不得多于 {max_length} 项",
    "enum": "取值不在允许范围内，可写 {expected}",
    "literal_error": "取值不在允许范围内，可写 {expected}",
}
_HAN = re.compile(r"[\u4e00-\u9fff]")


def reason(error: ErrorDetails) -> str:
    """Return what is wrong, without the place; validators of our own speak Chinese already."""
    known = _KNOWN.get(error["type"])
    if known is not None:
        context = {
            name: str(value).replace(" or ", "、").replace(", ", "、") for name, value in error.get("ctx", {}).items()
        }
        return known.format_map(context)
    message = error["msg"].removeprefix("Value error, ")
    return message if _HAN.search(message) else f"取值不可用（{message}）"
