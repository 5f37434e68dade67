"""When two accounts are of one paper. Pure functions; DESIGN's "Identity and time" is the rule.

Accounts are one paper where they share an identifier, unless that would put two arXiv ids together. Where they share
none, the same title makes them one if it is a distinctive title and nothing else of what is known speaks against it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from litgraph.model.identifiers import PaperId, best_key, normalise_title, scheme_of, surname_of, value_of
from litgraph.model.paper import Paper, Provenance, merge

# A title of fewer words or characters ("Introduction", "Deep learning") is borne by many papers.
_DISTINCTIVE_WORDS = 4
_DISTINCTIVE_CHARACTERS = 20
_DISTINCTIVE_UNSPACED = 8
# A published version may be as many years younger than its preprint.
_YEARS_APART = 2
# Of the words of the shorter title, this share stands in the other one too where both are titles of one paper.
_AGREEMENT = 0.5
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def arxiv_of(paper: Paper) -> PaperId | None:
    """Give the arXiv id of a paper; it has one at most."""
    return next((alias for alias in sorted(paper.aliases) if scheme_of(alias) == "arxiv"), None)


def with_one_arxiv_id(paper: Paper) -> Paper:
    """Leave an account its best arXiv id only: two of them are two papers, whatever a source says."""
    spare = sorted(alias for alias in paper.aliases if scheme_of(alias) == "arxiv" and alias != paper.id)
    if not spare or scheme_of(paper.id) != "arxiv":
        spare = spare[1:]
    return without_aliases(paper, spare) if spare else paper


def without_aliases(paper: Paper, dropped: Iterable[PaperId]) -> Paper:
    """Give an account without some of its identifiers."""
    aliases = paper.aliases - frozenset(dropped)
    return replace(paper, aliases=aliases, id=best_key(aliases))


@lru_cache(maxsize=1 << 16)
def title_digest(title: str) -> int | None:
    """Hash a normalised title to a signed 64-bit number; None where one word or none is left of it."""
    normalised = normalise_title(title)
    if " " not in normalised and not _is_distinctive(normalised):
        return None
    return int.from_bytes(hashlib.blake2b(normalised.encode(), digest_size=8).digest(), "big", signed=True)


def is_same_work(first: Paper, second: Paper, title: str) -> bool:
    """Tell whether two papers without a shared identifier, both called `title`, are one."""
    if _contradict(first.aliases, second.aliases):
        return False
    surnames = {_surname(paper) for paper in (first, second)} - {""}
    years = [paper.year for paper in (first, second) if paper.year]
    if len(surnames) > 1 or (years and max(years) - min(years) > _YEARS_APART):
        return False
    same_author = bool(first.authors and second.authors and surnames)
    return _is_distinctive(normalise_title(title)) or (same_author and len(years) == 2)


def titles_agree(first: str, second: str) -> bool:
    """Tell whether two titles may be of one paper: they share most of the shorter one's words; an empty one agrees."""
    if first == second:
        return True
    words = [set(normalise_title(_UNSPACED.sub(r" \g<0> ", title)).split()) for title in (first, second)]
    shorter = min(map(len, words))
    return shorter == 0 or len(words[0] & words[1]) >= _AGREEMENT * shorter


def unite(old: Paper, new: Paper) -> Paper:
    """Merge a new account into a paper; what the same source says again keeps the day on which it was first said."""
    said_again = {
        name: old.provenance[name]
        for name, said in new.provenance.items()
        if name in old.provenance
        and old.provenance[name].source == said.source
        and getattr(old, name) == getattr(new, name)
    }
    provenance: dict[str, Provenance] = {**new.provenance, **said_again}
    return merge(old, replace(new, provenance=provenance))


def _contradict(first: frozenset[PaperId], second: frozenset[PaperId]) -> bool:
    """Tell whether a scheme names the one differently from the other; a `title:` is no name but a description."""
    ours, theirs = _by_authority(first), _by_authority(second)
    return any(ours[authority].isdisjoint(theirs[authority]) for authority in ours.keys() & theirs.keys())


def _by_authority(aliases: frozenset[PaperId]) -> dict[str, set[PaperId]]:
    named = sorted((_authority(alias), alias) for alias in aliases if scheme_of(alias) != "title")
    return {authority: {alias for _, alias in group} for authority, group in groupby(named, key=lambda pair: pair[0])}


def _authority(alias: PaperId) -> str:
    """Name who gave an identifier out: its scheme, for local ones the namespace too."""
    if scheme_of(alias) != "local":
        return scheme_of(alias)
    namespace, slash, _ = value_of(alias).partition("/")
    return f"local:{namespace}" if slash else "local:"


def _surname(paper: Paper) -> str:
    return normalise_title(surname_of(paper.authors[0])) if paper.authors else ""


def _is_distinctive(normalised: str) -> bool:
    if len(_UNSPACED.findall(normalised)) >= _DISTINCTIVE_UNSPACED:
        return True
    return len(normalised) >= _DISTINCTIVE_CHARACTERS and len(normalised.split()) >= _DISTINCTIVE_WORDS
