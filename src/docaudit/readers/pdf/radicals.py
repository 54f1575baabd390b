"""Radicals that files name instead of the ordinary characters that look the same."""

from __future__ import annotations

from unicodedata import normalize

_SUPPLEMENT = (
    "⺁厂⺄乙⺈刀⺊卜⺌小⺎兀⺒巳⺓幺⺛旡⺜日⺝月⺟母⺠民⺧牛⺩王⺬示⺮竹⺯糹⺶羊⺼月⺽臼⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻒镸⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食"
    "⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
    "⺅亻⺉刂⺖忄⺘扌⺙攵⺡氵⺣灬⺦丬⺨犭⺭礻⺰纟⺱罓⺲罒⺹耂⺾艹⺿艹⻀艹⻂衤⻃覀⻈讠⻌辶⻍辶⻎辶⻏阝⻐钅⻖阝⻟飠⻠饣"
)

RADICALS: dict[int, str] = {
    **{ord(radical): char for radical, char in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)},
    **{code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
}
"""Code points of radicals (U+2E80 to U+2EFF, and the Kangxi ones U+2F00 to U+2FD5) and their characters.

Fonts draw both with one glyph, and a PDF may then name either.
"""
