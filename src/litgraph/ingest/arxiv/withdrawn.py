"""Whether the authors or arXiv have withdrawn a paper, which arXiv says in free text only.

A withdrawn paper stays in the API; the reason stands in its comment: https://info.arxiv.org/help/withdraw.html
"""

from __future__ import annotations

import re

_PAPER = r"(?:this|the|our|present)?\s*(?:arxiv\s+)?(?:paper|article|submission|manuscript|preprint|work|version)"
_HAS_BEEN = r"(?:\s+(?:is|was|has\s+been|have\s+been|is\s+being|(?:is\s+|has\s+been\s+)?(?:now|hereby|temporarily)))?"
# Withdrawn from a venue is not withdrawn from arXiv.
_FROM_ARXIV = r"(?!(?:\s+by(?:\s+\S+){1,4}?)?\s+from\s+(?!(?:the\s+)?arxiv\b))"
_SAID = rf"{_PAPER}{_HAS_BEEN}\s+withdrawn\b{_FROM_ARXIV}"
_DONE = rf"(?:the\s+)?(?:authors?|i|we)\b[^.;:]{{0,40}}?\bwithdraw(?:n|ing|s)?\s+{_PAPER}\b{_FROM_ARXIV}"
_ALONE = (
    r"(?:(?:has\s+been|was|is|now|temporarily)\s+)?withdrawn\b"
    r"(?=\s*(?:$|[.,;:!()]|(?:by|due|because|as|since|owing|pending|until)\b|from\s+(?:the\s+)?arxiv\b))"
)
_CLAUSE = re.compile(rf"(?:^|[.,;:!?()] ?|%auto-ignore ?)(?:{_SAID}|{_DONE}|{_ALONE}{_FROM_ARXIV})", re.IGNORECASE)
_BEGINNING = re.compile(rf"(?:%auto-ignore ?)?(?:{_SAID}|{_DONE}|{_ALONE}{_FROM_ARXIV})", re.IGNORECASE)
_SENTENCE = re.compile(r".{1,300}?(?:[.!?](?=\s)|$)|.{300}")


def withdrawal(comment: str, abstract: str) -> str:
    """Give the reason why a paper was withdrawn, in its own words, or nothing if it was not.

    A comment may say so anywhere at the beginning of a clause, an abstract in its first words only.
    """
    if _CLAUSE.search(comment):
        return comment
    if _BEGINNING.match(abstract) and (sentence := _SENTENCE.match(abstract)):
        return sentence[0]
    return ""
