"""Techniques named in texts about a paper that are not its own: a list's entry, a sentence that cites it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from litgraph.model.identifiers import PaperId
from litgraph.model.resolved import Resolved, Rule, Sighting
from litgraph.model.spelling import spelling_key
from litgraph.model.technique import Kind, Part, TechniqueId

_WORD = re.compile(r"[^\W_]+(?:\.\d+)*[+#*]*")
_LONGEST = 8  # words of a name
_SHORT = 4  # characters; a shorter name is looked for as it is spelled
_READ = 20_000  # characters of a text


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPaper:
    """A text about a paper that is not the paper's own."""

    paper: PaperId
    part: Part
    said_by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """The names that are looked for: techniques by key, the first words of names, and the spellings of short names."""

    by_key: Mapping[str, tuple[TechniqueId, ...]]
    first: frozenset[str]
    short: frozenset[str]
    named_in: Mapping[tuple[PaperId, TechniqueId], bool]


def find_sightings(texts: Iterable[AboutPaper], resolved: Resolved) -> Iterator[Sighting]:
    """Find the names of techniques in texts, longer names first; each name of a text once."""
    known = _know(resolved)
    for about in texts:
        seen: set[TechniqueId] = set()
        for start, end, found in _find(about.text[:_READ], known):
            technique = next((one for one in found if (about.paper, one) in known.named_in), found[0])
            if technique not in seen:
                seen.add(technique)
                yield Sighting(
                    paper=about.paper,
                    part=about.part,
                    said_by=about.said_by,
                    text=about.text,
                    start=start,
                    end=end,
                    technique=technique,
                )


def _know(resolved: Resolved) -> Known:
    concepts = {one.id for one in resolved.techniques if one.kind is Kind.CONCEPT}
    by_key: dict[str, set[TechniqueId]] = defaultdict(set)
    first, short = set(), set()
    for account in resolved.accounts:
        words = _WORD.findall(account.spelling)
        if account.rule in (Rule.FAMILY, Rule.HOMONYM) or not words:
            continue
        if _stands_out(account.spelling) or (len(words) > 1 and account.technique in concepts):
            by_key[spelling_key(account.spelling)].add(account.technique)
            first.add(spelling_key(words[0]))
            if len(account.spelling) < _SHORT:
                short.add(account.spelling)
    ranked = {key: tuple(sorted(ids, key=lambda one: ("@" in one, one))) for key, ids in by_key.items()}
    named = {(one.paper, one.technique): True for one in resolved.mentions}
    return Known(by_key=ranked, first=frozenset(first), short=frozenset(short), named_in=named)


def _stands_out(spelling: str) -> bool:
    """Tell whether a spelling is no common word: it has a capital beyond the first letter, a digit or several words."""
    return any(c.isupper() or c.isdigit() for c in spelling[1:]) or (" " in spelling.strip() and spelling[:1].isupper())


def _find(text: str, known: Known) -> Iterator[tuple[int, int, tuple[TechniqueId, ...]]]:
    words = [(found.start(), found.end(), spelling_key(found[0])) for found in _WORD.finditer(text)]
    place = 0
    while place < len(words):
        length = _length_at(text, words, place, known) if words[place][2] in known.first else 0
        if length:
            start, end = words[place][0], words[place + length - 1][1]
            yield start, end, known.by_key["".join(key for _, _, key in words[place : place + length])]
        place += length or 1


def _length_at(text: str, words: list[tuple[int, int, str]], place: int, known: Known) -> int:
    """Give how many words from a place on are a name, 0 if none are."""
    for length in range(min(_LONGEST, len(words) - place), 0, -1):
        start, end = words[place][0], words[place + length - 1][1]
        if "".join(key for _, _, key in words[place : place + length]) not in known.by_key:
            continue
        piece = text[start:end]
        if length > 1 or (piece in known.short if len(piece) < _SHORT else _stands_out(piece)):
            return length
    return 0
