"""Papers, where each of their fields comes from, and how two accounts of one paper are merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from litgraph.model.dates import last_day, year_of
from litgraph.model.identifiers import PaperId, arxiv_month, best_key

# Who is believed about a field, best first. `id` is what an identifier itself says (an arXiv id holds its month).
SOURCES = ("curator", "arxiv", "s2", "file", "list", "id", "citation")
FIELDS = ("title", "abstract", "authors", "date", "year", "venue", "code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Which source said a field, and on which day (`YYYY-MM-DD`) litgraph learnt it."""

    source: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One work; its preprint and its published version are one paper.

    `aliases` holds every identifier, `id` among them. `date` is that of the first version, `YYYY[-MM[-DD]]`. `stub` is
    a paper of which nothing is known but that another one cites it.
    """

    id: PaperId
    title: str = ""
    abstract: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    year: int | None = None
    venue: str = ""
    code: str = ""
    aliases: frozenset[PaperId] = frozenset()
    provenance: Mapping[str, Provenance] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    stub: bool = False


def describe(
    identifiers: frozenset[PaperId],
    *,
    source: str,
    day: str,
    title: str = "",
    abstract: str = "",
    authors: tuple[str, ...] = (),
    date: str = "",
    year: int | None = None,
    venue: str = "",
    code: str = "",
    stub: bool = False,
) -> Paper:
    """Build what one source says of a paper; the month of an arXiv id stands in for a date that it does not give."""
    said = Provenance(source=source, day=day)
    values = {"title": title, "abstract": abstract, "authors": authors, "date": date, "venue": venue, "code": code}
    provenance = {name: said for name, value in values.items() if value}
    if not date and (months := sorted(filter(None, map(arxiv_month, identifiers)))):
        date, provenance["date"] = months[0], Provenance(source="id", day=day)
    if year is not None:
        provenance["year"] = said
    elif date:
        year, provenance["year"] = year_of(date), provenance["date"]
    return Paper(
        id=best_key(identifiers),
        title=title,
        abstract=abstract,
        authors=authors,
        date=date,
        year=year,
        venue=venue,
        code=code,
        aliases=identifiers,
        provenance=MappingProxyType(provenance),
        stub=stub,
    )


def merge(first: Paper, second: Paper) -> Paper:
    """Unite two accounts of one paper: each field from the source that is believed more, on a tie from the newer day.

    The key may change: it is the best of all identifiers. Merging is idempotent, and either order gives the same.
    """
    chosen = {name: _believed(first, second, name) for name in FIELDS}
    aliases = first.aliases | second.aliases
    return replace(
        first,
        id=best_key(aliases),
        aliases=aliases,
        stub=first.stub and second.stub,
        provenance=MappingProxyType({n: p.provenance[n] for n, p in chosen.items() if n in p.provenance}),
        **{name: getattr(paper, name) for name, paper in chosen.items()},
    )


def known_from(paper: Paper) -> str | None:
    """Give the day from which the paper itself says that it could be known: its date's last day, else its year's."""
    if paper.date:
        return last_day(paper.date)
    return last_day(str(paper.year)) if paper.year else None


def _believed(first: Paper, second: Paper, name: str) -> Paper:
    return min((first, second), key=lambda paper: _doubt(paper, name))


def _doubt(paper: Paper, name: str) -> tuple[int, int, str]:
    """Order accounts of a field, the most credible first; equal sources by the newer day, then by value."""
    said = paper.provenance.get(name)
    if said is None:
        return len(SOURCES), 0, ""
    return SOURCES.index(said.source), -int(said.day.replace("-", "") or 0), repr(getattr(paper, name))
