"""What answers are made of: papers found by the words of a matter, their claims, or the sentence that speaks of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import CategoryId, Path
from litgraph.model.technique import PAPER, Claim, Metric
from litgraph.queries.answer import Row, Scope
from litgraph.queries.techniques.rows import Bar, claim_row, names_of
from litgraph.techniques.text import read_sentences

_FOUND_AT_MOST = 500  # papers for one wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The rows of an answer. `cut` tells that some were left out already, `more` what stands beside the rows."""

    rows: Sequence[Row]
    cut: bool = False
    more: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a question is about, in the words of the field.

    `said` is looked for in titles and abstracts, `searched` brings the papers that may say it, `headings` is looked for
    in the names of headings.
    """

    said: re.Pattern[str]
    searched: tuple[str, ...]
    headings: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A paper on a matter, the sentence that says so, and whether that is its title, its abstract or its heading."""

    paper: Paper
    sentence: str
    found_by: str


def papers_about(graph: GraphBackend, matter: Matter, scope: Scope) -> list[About]:
    """Find the papers on a matter: by title, then abstract, then heading; listed ones first, ties by id."""
    beneath = {
        filing.paper for filing in graph.in_category(scope.survey, _headings(graph, matter, scope), as_of=scope.as_of)
    }
    hits = {
        paper for text in matter.searched for paper, _ in graph.search(text, limit=_FOUND_AT_MOST, as_of=scope.as_of)
    }
    papers = graph.papers(beneath | hits, as_of=scope.as_of)
    listed = frozenset(graph.listed(scope.survey, as_of=scope.as_of))
    found = [about for key, paper in papers.items() if (about := _about(paper, matter, key in beneath))]
    order = ("title", "abstract", "heading")
    return sorted(found, key=lambda a: (order.index(a.found_by), a.paper.id not in listed, a.paper.id))


def _headings(graph: GraphBackend, matter: Matter, scope: Scope) -> list[CategoryId]:
    """Give the categories whose name, or that of one above, speaks of the matter."""
    taxonomy = graph.taxonomy(scope.survey, as_of=scope.as_of)
    return [one.id for one in taxonomy.categories if any(matter.headings.search(name) for name in one.path)]


def _about(paper: Paper, matter: Matter, beneath: bool) -> About | None:
    if matter.said.search(paper.title):
        return About(paper=paper, sentence=paper.title, found_by="title")
    if sentence := sentence_that(paper, matter.said):
        return About(paper=paper, sentence=sentence, found_by="abstract")
    return About(paper=paper, sentence=paper.title, found_by="heading") if beneath else None


def sentence_that(paper: Paper, said: re.Pattern[str]) -> str:
    """Give the first sentence of an abstract that says something, or nothing."""
    if not said.search(paper.abstract):
        return ""
    told = read_sentences("", paper.abstract)
    return next((sentence.text for sentence in told if said.search(sentence.text)), "")


def evidence(
    graph: GraphBackend, about: Sequence[About], metrics: Collection[Metric], scope: Scope, bar: Bar
) -> Iterator[Row]:
    """Give the claims of each paper, the surest first, or of a paper without any the sentence that speaks of it."""
    claims = claims_by_paper(graph, [one.paper.id for one in about], metrics, scope, bar)
    homes = introduced(graph, [one.paper.id for one in about], scope)
    names = names_of(graph, [c.technique for told in claims.values() for c in told] + list(homes.values()), scope)
    for one in about:
        key = one.paper.id
        beside = {"title": one.paper.title, "found_by": one.found_by, "about": one.sentence}
        for claim in claims.get(key, ()):
            yield {**claim_row(claim, names), **beside}
        if key not in claims:
            yield {**no_claim(key, homes.get(key, PAPER), names, one.sentence), **beside}


def no_claim(paper: PaperId, technique: str, names: Mapping[str, str], sentence: str) -> Row:
    """Write a row of a paper that reports no number."""
    return {
        "technique": names.get(technique, technique),
        "technique_id": technique,
        "metric": None,
        "value": None,
        "unit": "",
        "baseline": "",
        "condition": "",
        "paper": paper,
        "sentence": sentence,
        "confidence": None,
    }


def claims_by_paper(
    graph: GraphBackend, papers: Collection[PaperId], metrics: Collection[Metric], scope: Scope, bar: Bar
) -> dict[PaperId, list[Claim]]:
    """Give the claims of papers that report any, the surest first."""
    found: dict[PaperId, list[Claim]] = {}
    for one in graph.claims(papers=papers, as_of=scope.as_of) if papers else ():
        if one.metric in metrics and one.confidence >= bar.claim:
            found.setdefault(one.paper, []).append(one)
    return {key: sorted(told, key=lambda one: (-one.confidence, one.span, one.id)) for key, told in found.items()}


def introduced(graph: GraphBackend, papers: Collection[PaperId], scope: Scope) -> dict[PaperId, str]:
    """Give the technique that each paper introduces, of several the first by id; none where it names none."""
    told = graph.mentions(papers=papers, as_of=scope.as_of) if papers else ()
    found: dict[PaperId, str] = {}
    for mention in told:
        if mention.introduced:
            found.setdefault(mention.paper, mention.technique)
    return found


def headings_of(graph: GraphBackend, papers: Iterable[PaperId], scope: Scope) -> dict[PaperId, list[Path]]:
    """Give the headings at which each paper stands."""
    filed = graph.categories_of(scope.survey, sorted(set(papers)), as_of=scope.as_of)
    return {paper: sorted({filing.path for filing in filings}) for paper, filings in filed.items()}
