"""What a pull request remembers: the papers that it proposes, in a comment that nobody sees."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from litgraph.model.identifiers import PaperId, parse_identifier

_BLOCK = re.compile(r"<!-- litgraph-state: (\{.*?\}) -->", re.DOTALL)
_MOST = 24_000  # characters of ids, so that the body has room for words
_ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&@#`|"}


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The survey that a pull request is for, the papers that it would add, and a digest of its words as written."""

    survey: str
    papers: tuple[PaperId, ...]
    words: str = ""


def write_state(state: State) -> str:
    """Write the comment; of very many papers it keeps the first, and says of how many."""
    kept: list[PaperId] = []
    room = _MOST
    for paper in state.papers:
        room -= len(json.dumps(paper).translate(_ESCAPED)) + 2
        if room < 0:
            break
        kept.append(paper)
    fields = {"survey": state.survey, "papers": kept, "of": len(state.papers), "words": state.words}
    return f"<!-- litgraph-state: {json.dumps(fields).translate(_ESCAPED)} -->"


def read_state(body: str) -> State | None:
    """Read the last such comment of a body; None where there is none that can be read."""
    found = _BLOCK.findall(body)
    try:
        fields = json.loads(found[-1]) if found else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict) or not isinstance(fields.get("survey"), str):
        return None
    words = str(fields.get("words") or "")
    return State(survey=fields["survey"], papers=tuple(_papers(fields.get("papers"))), words=words)


def _papers(given: object) -> Sequence[PaperId]:
    names = [name for name in given if isinstance(name, str)] if isinstance(given, list) else []
    return [paper for name in names if (paper := parse_identifier(name))]
