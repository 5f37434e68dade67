"""Sizes and versions behind a name: `Llama 3.1 8B Instruct` is one name, whichever of its words stands out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from litgraph.techniques.names.gazetteer import look_up
from litgraph.techniques.names.tagger import Found
from litgraph.techniques.text import Sentence, Tag, Token

_SIZE = re.compile(r"\d+(?:\.\d+)?[BMTK](?:-(?:Instruct|Chat|Base|it))?|\d+x\d+B", re.IGNORECASE)
_VERSION = re.compile(r"v?\d(?:\.\d+)?", re.IGNORECASE)
_EDITION = frozenset(
    "Instruct Chat Turbo Base Large Small Mini Medium XL XXL Distill Pro Ultra Nano Flash Sonnet Opus Haiku Coder Plus "
    "Max Preview".split()
)
# A number before one of these counts something else.
_COUNTED = frozenset(
    "times tasks models datasets benchmarks gpus gpu bits bit % percent x × layers tokens heads experts languages "
    "steps hours days epochs points examples samples samples, and or to of".split()
)


def take_versions(found: Iterable[Found], sentences: Sequence[Sentence]) -> Iterator[Found]:
    """Let each name of a model or dataset reach over the size, the version and the edition behind it."""
    for one in found:
        tokens = sentences[one.sentence].tokens
        yield replace(one, end=_end(tokens, one)) if _grows(tokens, one) else one


def _grows(tokens: Sequence[Token], found: Found) -> bool:
    """Tell whether a name is one that comes in sizes and versions: it is known as such, or stands out itself."""
    last = tokens[found.end - 1]
    known = look_up(last.text)
    return last.tag in (Tag.NAMELIKE, Tag.CAPITALISED) and (known is None or known[0] in ("model", "dataset", "system"))


def _end(tokens: Sequence[Token], found: Found) -> int:
    end = found.end
    while end < len(tokens) and _belongs(tokens, end, tokens[found.end - 1]):
        end += 1
    return end


def _belongs(tokens: Sequence[Token], place: int, name: Token) -> bool:
    token = tokens[place]
    if tokens[place - 1].end == token.start and token.text != ".":
        return False
    if _SIZE.fullmatch(token.text) or token.text in _EDITION:
        return True
    after = tokens[place + 1].lower if place + 1 < len(tokens) else ""
    known = look_up(name.text)
    return bool(
        _VERSION.fullmatch(token.text)
        and after not in _COUNTED
        and (known is not None or name.tag is Tag.NAMELIKE)
        and (
            place + 1 == len(tokens)
            or tokens[place + 1].tag is not Tag.WORD
            or after in ("on", "in", "for", "with", "by", "is", "as")
        )
    )
