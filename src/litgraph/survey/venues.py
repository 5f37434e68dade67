"""Preprints that have found a venue: where a paper was accepted, by all that the record's sources say of it.

Sources are apt to give the day of the preprint for that of the publication (Semantic Scholar has LoRA at ICLR in 2021,
where it appeared in 2022), so a year that may be the preprint's own counts only where the venue's calendar allows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from litgraph.lists.style import is_preprint_venue
from litgraph.lists.venues import read_venue
from litgraph.model.dates import year_of
from litgraph.model.identifiers import arxiv_month, normalise_title, surname_of
from litgraph.model.paper import Paper
from litgraph.model.survey import Entry
from litgraph.survey.acceptance import WORKSHOP, Claim, named_venue, read_comment, read_journal_ref
from litgraph.survey.registers import claims_of, dblp_year

# The facts by which a venue is told.
VENUE_FACTS = (
    "withdrawn",
    "journal_ref",
    "comment",
    "venue_name",
    "venue_kind",
    "publication_date",
    "publication_year",
    "dblp",
)
ALIKE = 0.9  # titles this alike are one title with a slip in it
# The last month in which a paper for the same year's meeting is first posted, where papers are due in that year. ACL's
# meetings are left out: Semantic Scholar doesn't tell their Findings apart, and would have to be believed twice.
_POSTED_UNTIL = {
    "NeurIPS": 12, "ICML": 5, "ICCV": 9, "ECCV": 9, "KDD": 6, "IJCAI": 6, "SIGIR": 5, "CoRL": 10, "MICRO": 9, "SOSP": 9,
    "INTERSPEECH": 7, "UAI": 6, "COLT": 6, "CIKM": 9,
}  # fmt: skip
_WORD = re.compile(r"[a-z]+")
_SMALL_WORDS = frozenset(("of", "the", "on", "and", "for", "in", "a", "an"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Where a paper was accepted: `name` as the field writes it, `short` as lists do; `kind` tells workshops apart.

    `source` says who tells so, `evidence` in which words.
    """

    name: str
    short: str
    year: int
    kind: str
    source: str
    evidence: str


def accepted_venue(paper: Paper, facts: Mapping[str, Mapping[str, str]]) -> Accepted | None:
    """Tell where a paper was accepted, by `facts` (name → source → value) and identifiers; None where that is unsure.

    Sources that disagree on venue or year give None, but where one only says more than the others. A withdrawn paper
    and one that would have appeared in a year before its preprint give None.
    """
    if any(facts.get("withdrawn", {}).values()):
        return None
    claim = _agreed([*_hard_claims(paper, facts), *_named_claims(paper, facts)])
    posted = _posted(paper)
    if claim is None or claim.year is None or (posted and claim.year < int(posted[:4])):
        return None
    return Accepted(
        name=claim.name or claim.short,
        short=claim.short,
        year=claim.year,
        kind=claim.kind,
        source=claim.source,
        evidence=claim.evidence,
    )


def as_accepted(paper: Paper, facts: Mapping[str, Mapping[str, str]]) -> Paper:
    """Give a paper with the venue and the year that it was accepted for; a source's venue that is unsure goes."""
    accepted = accepted_venue(paper, facts)
    if accepted:
        return replace(paper, venue=f"{accepted.short} {accepted.year}")
    said = paper.provenance.get("venue")
    return replace(paper, venue="") if said and said.source == "s2" and _posted(paper) else paper


def is_work_of(entry: Entry, paper: Paper) -> bool:
    """Tell whether a paper is the one that an entry names: its title, and the authors as far as the list knows them."""
    titles = normalise_title(entry.title), normalise_title(paper.title)
    if not all(titles) or SequenceMatcher(None, *titles, autojunk=False).ratio() < ALIKE:
        return False
    surnames = {_surname(author) for author in paper.authors} - {""}
    listed = [_surname(author) for author in entry.authors if _surname(author)]
    return not surnames or not listed or listed[0] in surnames


def _hard_claims(paper: Paper, facts: Mapping[str, Mapping[str, str]]) -> Iterator[Claim]:
    """Yield what identifiers and the authors themselves say."""
    yield from claims_of(paper.aliases | {paper.id})
    for text in sorted(set(facts.get("journal_ref", {}).values())):
        if claim := read_journal_ref(text):
            yield claim
    for text in sorted(set(facts.get("comment", {}).values())):
        if claim := read_comment(text):
            yield claim


def _named_claims(paper: Paper, facts: Mapping[str, Mapping[str, str]]) -> Iterator[Claim]:
    """Yield what sources say in a field for the venue."""
    for source, name in sorted(facts.get("venue_name", {}).items()):
        said = {fact: by_source.get(source, "") for fact, by_source in facts.items()}
        claim = named_venue(name, said.get("venue_kind", ""), source)
        if claim:
            yield replace(claim, year=claim.year or _named_year(paper, claim, said))
    said_of_venue = paper.provenance.get("venue")
    if said_of_venue and said_of_venue.source in ("curator", "file") and not facts.get("venue_name"):
        yield from _claim_in_file(paper, said_of_venue.source)


def _claim_in_file(paper: Paper, source: str) -> Iterator[Claim]:
    """Yield what a person's own file says: the venue with its year, or with the year that the file gives."""
    venue, dated = read_venue(paper.venue), paper.provenance.get("year")
    claim = None if is_preprint_venue(venue.name) else named_venue(venue.name, "", source, venue.year)
    if claim:
        year = str(paper.year or "") if dated and dated.source == source else ""
        yield replace(claim, year=claim.year or _plausible(paper, claim, year, later=""))


def _named_year(paper: Paper, claim: Claim, said: Mapping[str, str]) -> int | None:
    """Find the year for a venue that a source names: by its DBLP key, else a date that is not the preprint's."""
    day = said.get("publication_date", "")
    year = said.get("publication_year", "") or day[:4]
    return dblp_year(said.get("dblp", ""), claim.short) or _plausible(paper, claim, year, later=day)


def _plausible(paper: Paper, claim: Claim, year: str, *, later: str) -> int | None:
    """Take a source's year if it is not that of the preprint, or the meeting of that year was still to come then."""
    posted = _posted(paper)
    if not year.isdecimal() or (posted and int(year) < int(posted[:4])):
        return None
    gap = _months_between(posted, later)
    if not posted or int(year) > int(posted[:4]) or gap >= 2:
        return int(year)
    if gap < 0:
        return None
    until = _POSTED_UNTIL.get(claim.short.split()[0], 0)
    return int(year) if len(posted) >= 7 and int(posted[5:7]) <= until else None


def _agreed(claims: Sequence[Claim]) -> Claim | None:
    """Unite claims that agree; the one that says most stands for them, with whatever year they know."""
    if not claims:
        return None
    best = max(claims, key=lambda claim: len(claim.short.split()) if _is_track(claim) else 0)
    years = {claim.year for claim in claims if claim.year}
    if len(years) > 1 or not all(_is_one_venue(best, claim) for claim in claims):
        return None
    return replace(best, year=years.pop() if years else None)


def _is_track(claim: Claim) -> bool:
    """Tell a claim of a workshop or a track, which says more than one of the meeting alone."""
    return claim.kind == WORKSHOP or bool(re.search(r"\b(?:Findings|Track|Demo|SRW|Papers)$", claim.short))


def _is_one_venue(best: Claim, other: Claim) -> bool:
    """Tell whether two claims are of one venue: equal, one a track of the other, or one name abbreviated."""
    if best.short == other.short or (_is_track(best) and best.short.split()[0] == other.short):
        return True
    first, second = (
        [word for word in _WORD.findall(claim.short.casefold()) if word not in _SMALL_WORDS] for claim in (best, other)
    )
    pairs = list(zip(first, second, strict=False))
    return len(first) == len(second) > 1 and all(a.startswith(b) or b.startswith(a) for a, b in pairs)


def _posted(paper: Paper) -> str:
    """Give the month in which a preprint was posted, as its arXiv id says, else the paper's date."""
    months = sorted(filter(None, map(arxiv_month, paper.aliases | {paper.id})))
    return months[0] if months else paper.date if paper.date and year_of(paper.date) else ""


def _months_between(first: str, second: str) -> int:
    """Count the months from one date to a later one; none where either lacks its month."""
    if len(first) < 7 or len(second) < 7:
        return 0
    return 12 * (int(second[:4]) - int(first[:4])) + int(second[5:7]) - int(first[5:7])


def _surname(author: str) -> str:
    return normalise_title(surname_of(re.sub(r"\([^()]*\)", "", author)))
