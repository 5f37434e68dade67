"""What becomes of an entry: whether a source knows its paper, and whether its link leads where its title says.

Pure functions over what was asked. An entry whose arXiv id no source knows stays unresolved, whatever its title; titles
decide only where an entry has no identifier that a source knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from litgraph.ingest.source import UNSETTLED
from litgraph.model.identifiers import PaperId, normalise_title, precedence, scheme_of
from litgraph.model.paper import Paper
from litgraph.store.identity import titles_agree

# Two titles of one paper differ by less: of 362 real entries, one that is only worded otherwise scores above this.
SAME_TITLE = 0.8
# How the reason of an entry ends whose source was silent.
RUN_AGAIN = "did not answer; run again"
# Who can say what a paper is called.
_AUTHORITIES = ("arxiv", "s2")
_TELLING_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How lookups came out: the state of each identifier asked for, by source; `match` holds searches by title."""

    by_source: Mapping[str, Mapping[PaperId, str]]
    match: Mapping[PaperId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a source knows a paper, and if none does, why."""

    known: bool
    reason: str = ""


def judge(paper: Paper, answers: Answers) -> Verdict:
    """Tell whether a source knows the paper of an entry."""
    lookups, matches = _lookups_of(paper, answers), _matches_of(paper, answers)
    states = [*lookups, *matches]
    if any(state == "ok" for _, _, state in states):
        return Verdict(known=True)
    if silent := sorted(_silent(lookups) | _silent(matches)):
        return Verdict(known=False, reason=f"{' and '.join(silent)} {RUN_AGAIN}")
    asked = sorted({name for _, name, _ in states}, key=precedence)
    if asked and scheme_of(asked[0]) != "title":
        return Verdict(known=False, reason=f"no source knows {asked[0]}")
    if asked:
        return Verdict(known=False, reason="no identifier, and no source knows the title")
    return Verdict(known=False, reason="not asked for yet; run litgraph ingest")


def needs_match(paper: Paper, answers: Answers) -> bool:
    """Tell whether a paper is to be searched by its title: no source knows an identifier of it, and none is arXiv's."""
    if not paper.title or any(scheme_of(name) == "arxiv" for name in paper.aliases):
        return False
    states = _lookups_of(paper, answers)
    return not any(state == "ok" for _, _, state in states) and not _silent(states)


def is_called_otherwise(title: str, paper: Paper) -> bool:
    """Tell whether a source calls the paper behind a link quite unlike the entry that links to it.

    A few words ("GPT-3", "Codex") are a nickname, by which no paper is known.
    """
    said = paper.provenance.get("title")
    if said is None or said.source not in _AUTHORITIES or len(normalise_title(title).split()) < _TELLING_WORDS:
        return False
    return title_likeness(title, paper.title) < SAME_TITLE


def may_be_renamed(first: str, second: str) -> bool:
    """Tell whether two unlike titles may be an older and a newer one of one paper: preprints get renamed.

    They share most words, or the name that one of them has before its colon. Of 1,774 entries of seven lists, 34 are
    called otherwise than the paper behind their link: this takes 23 for renamed, of which 22 are; of the others 7 are
    wrong links.
    """
    if titles_agree(first, second):
        return True
    words = [set(normalise_title(title).split()) for title in (first, second)]
    names = [normalise_title(title.partition(":")[0]) if ":" in title else "" for title in (first, second)]
    return names[0] in words[1] or names[1] in words[0]


def title_likeness(first: str, second: str) -> float:
    """Give the likeness of two titles, 0 to 1; one that begins the other counts as the same."""
    one, other = sorted((normalise_title(first), normalise_title(second)), key=len)
    if one and other.startswith(one):
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def bearer(title: str, papers: Iterable[Paper], behind: Paper) -> Paper | None:
    """Choose the one paper that is called as the entry is, and is not the one behind its link."""
    fitting = [p for p in papers if p.id != behind.id and normalise_title(p.title) == normalise_title(title)]
    return fitting[0] if len(fitting) == 1 else None


def _lookups_of(paper: Paper, answers: Answers) -> list[tuple[str, PaperId, str]]:
    """Give how lookups by the paper's identifiers came out, as (source, identifier, state)."""
    return [
        (source, name, states[name])
        for source, states in answers.by_source.items()
        for name in paper.aliases
        if name in states
    ]


def _matches_of(paper: Paper, answers: Answers) -> list[tuple[str, PaperId, str]]:
    return [("s2", name, answers.match[name]) for name in paper.aliases if name in answers.match]


def _silent(states: Sequence[tuple[str, PaperId, str]]) -> set[str]:
    """Name the sources that answered nothing of this; an answer to one of a paper's identifiers is one."""
    answered = {source for source, _, state in states if state not in UNSETTLED}
    return {source for source, _, state in states if state in UNSETTLED} - answered
