"""Texts that break what is careless with texts."""

from __future__ import annotations

HOSTILE = (
    "'; MATCH (n) DETACH DELETE n; //",
    "`}) DETACH DELETE n //",
    'Quotes " and "" and \' and `',
    'Back\\slash \\" \\u0041 \\',
    "Lines\nand\r\nreturns\rand\ttabs",
    "$parameter {id: 1} :Paper) [r:CITES]",
    "Controls \x01\x02\x07\x1b\x1c\x1d\x1f\x7f\u0085\u2028\u2029",
    "Bidi \u202e override \u200b zero \ufeff mark",
    "大型语言模型 剪枝 ü é ñ 𝔘𝔫𝔦 👩‍👩‍👧",
    "e\u0301 combining; ﬁ ligature; İ dotted",
    "=cmd|' /C calc'!A0,;\t|",
    "",
    " ",
    "word " * 20_000,
    "x" * 100_000,
)
