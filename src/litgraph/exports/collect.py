"""Reading what is exported from the graph and the record, as one survey sees it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litgraph.exports.graph import ExportGraph, ExportPaper
from litgraph.exports.lineages import collect_lineages
from litgraph.exports.links import paper_links
from litgraph.exports.select import Ties, choose_papers, citation_ends, count_ties, is_placed, main_assignments
from litgraph.graph.backend import GraphBackend, Projection
from litgraph.model.assignment import Alternative, Assignment
from litgraph.model.identifiers import PaperId, parse_identifier
from litgraph.model.paper import Paper
from litgraph.model.survey import Link, Survey
from litgraph.model.taxonomy import Path
from litgraph.model.text import clean_text
from litgraph.queries.answer import Scope
from litgraph.store.assignments import fetch_assignments
from litgraph.store.lists import fetch_listings
from litgraph.store.record import Record

_MOST_AUTHORS = 100  # of a collaboration's thousands; the paper's address leads to the rest
_MOST_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Standing:
    """How the papers stand with a survey: their status, where they are filed, what the list links to, their ties."""

    statuses: Mapping[PaperId, str]
    assignments: Mapping[PaperId, Sequence[Assignment]]
    links: Mapping[PaperId, Sequence[Link]]
    ties: Ties


def collect(
    record: Record,
    backend: GraphBackend,
    survey: Survey,
    *,
    today: str,
    as_of: str | None = None,
    limit: int | None = None,
    abstracts: bool = False,
) -> ExportGraph:
    """Collect the papers that mean most to a survey, at most `limit`, and the citations among them."""
    projection = backend.projection(as_of=as_of)
    taxonomy = tuple(category.path for category in backend.taxonomy(survey.name, as_of=as_of).categories)
    standing = _read_standing(record, backend, survey, projection, taxonomy, as_of)
    main = {paper: found[0] for paper, found in standing.assignments.items()}
    chosen = choose_papers(projection.papers, standing.statuses, main, standing.ties, limit)
    facts = backend.papers([projection.papers[position] for position in chosen], as_of=as_of)
    coverage = backend.coverage(backend.listed(survey.name, as_of=as_of), as_of=as_of)
    citations = _citations_among(projection, chosen)
    techniques, steps = collect_lineages(backend, facts.keys(), Scope(survey=survey.name, as_of=as_of))
    return ExportGraph(
        survey=clean_text(survey.name),
        generated=today,
        as_of=as_of or "",
        links=_survey_links(survey),
        taxonomy=tuple(map(_clean_path, taxonomy)),
        papers=tuple(_paper(projection, int(p), facts, standing, abstracts) for p in chosen),
        citations=citations,
        references_known=coverage.known,
        references_of=coverage.of,
        hidden_papers=len(projection.papers) - len(chosen),
        hidden_citations=len(projection.indices) - len(citations),
        sources=tuple(sorted({said.source for paper in facts.values() for said in paper.provenance.values()})),
        techniques=techniques,
        steps=steps,
    )


def _read_standing(
    record: Record,
    backend: GraphBackend,
    survey: Survey,
    projection: Projection,
    taxonomy: Sequence[Path],
    as_of: str | None,
) -> _Standing:
    statuses = backend.statuses(survey.name, projection.papers, as_of=as_of)
    listed = np.array([statuses[paper] == "listed" for paper in projection.papers], dtype=np.bool_)
    links: dict[PaperId, list[Link]] = defaultdict(list)
    for paper, listing in fetch_listings(record, survey.name, as_of):
        links[paper].extend(listing.entry.links)
    return _Standing(
        statuses=statuses,
        assignments=main_assignments(fetch_assignments(record, survey.name, as_of=as_of), taxonomy),
        links=links,
        ties=count_ties(projection, listed),
    )


def _paper(
    projection: Projection, position: int, facts: Mapping[PaperId, Paper], standing: _Standing, abstracts: bool
) -> ExportPaper:
    key = projection.papers[position]
    paper, assignments = facts[key], standing.assignments.get(key, ())
    placed = [one for one in assignments if is_placed(one)]
    main = placed[0] if placed else None
    return ExportPaper(
        id=PaperId(clean_text(key)),
        title=clean_text(paper.title),
        abstract=clean_text(paper.abstract) if abstracts else "",
        authors=tuple(filter(None, map(clean_text, paper.authors[:_MOST_AUTHORS]))),
        date=paper.date,
        year=paper.year,
        venue=clean_text(paper.venue),
        status=standing.statuses[key],
        categories=tuple(_clean_path(one.category) for one in placed),
        probability=main.probability if main else None,
        in_scope=assignments[0].in_scope if assignments else None,
        method=main.method if main else "",
        filed=main.filed if main else True,
        alternatives=tuple(map(_clean_alternative, main.alternatives[:_MOST_ALTERNATIVES])) if main else (),
        because=main.because if main else (),
        links=paper_links(paper.aliases | {key}, (*standing.links.get(key, ()), *_code_link(paper))),
        local_citations=int(standing.ties.local_citations[position]),
        aliases=tuple(sorted(PaperId(clean_text(alias)) for alias in paper.aliases - {key})),
    )


def _citations_among(projection: Projection, chosen: NDArray[np.int64]) -> tuple[tuple[int, int], ...]:
    """Give the citations between chosen papers as positions among the chosen, sorted."""
    number = np.full(len(projection.papers), -1, dtype=np.int64)
    number[chosen] = np.arange(len(chosen))
    citing, cited = (number[ends] for ends in citation_ends(projection))
    inside = (citing >= 0) & (cited >= 0)
    return tuple(zip(citing[inside].tolist(), cited[inside].tolist(), strict=True))


def _survey_links(survey: Survey) -> tuple[Link, ...]:
    known = parse_identifier(survey.arxiv) if survey.arxiv else None
    article = [Link(label="Survey", url=link.url) for link in paper_links([known] if known else [])]
    page = Link(label="List", url=f"https://github.com/{survey.repository}")
    return (*article, *paper_links([], [page] if survey.repository else []))


def _code_link(paper: Paper) -> tuple[Link, ...]:
    return (Link(label="Code", url=paper.code),) if paper.code else ()


def _clean_path(path: Path) -> Path:
    return tuple(map(clean_text, path))


def _clean_alternative(other: Alternative) -> Alternative:
    return Alternative(category=_clean_path(other.category), probability=other.probability)
