"""Which repositories and lists gather this work: lists of the workspace, surveys, systems, and the code of papers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.technique import PAPER
from litgraph.queries.answer import Row, Scope
from litgraph.queries.techniques.questions.evidence import Found, introduced, sentence_that
from litgraph.queries.techniques.rows import Bar, names_of

_LINK = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|huggingface\.co|bitbucket\.org)/[\w.-]+(?:/[\w.-]*\w)?",
    re.IGNORECASE,
)
_SURVEY = re.compile(
    r"\b(?:survey|review|overview|roadmap|taxonomy|awesome|benchmark|toolkit|library)\b", re.IGNORECASE
)
_SEARCHED = ("survey", "review", "overview", "roadmap", "taxonomy", "benchmark", "toolkit", "library", "github")
_FOUND_AT_MOST = 500  # papers for one word


def gathering(graph: GraphBackend, scope: Scope, bar: Bar) -> Found:
    """Give, by `kind`: lists of the workspace, systems of their tables, papers that gather others, papers with code.

    A paper gathers where its title says so (survey, benchmark, toolkit …) and, by an address, where; listed ones first.
    """
    rows = [*_lists(graph, scope), *_systems(graph, scope), *_papers(graph, scope)]
    return Found(rows=rows)


def _lists(graph: GraphBackend, scope: Scope) -> Iterator[Row]:
    for survey in graph.surveys():
        repository = f"https://github.com/{survey.repository}" if survey.repository else survey.list
        listed = len(graph.listed(survey.name, as_of=scope.as_of))
        yield {"kind": "list", "repository": repository, "survey": survey.name, "papers": listed, "technique": None}


def _systems(graph: GraphBackend, scope: Scope) -> Iterator[Row]:
    for system in graph.systems(scope.survey, as_of=scope.as_of):
        if system.url:
            yield {
                "kind": "system",
                "repository": system.url,
                "technique": system.name,
                "technique_id": system.technique,
                "capabilities": list(system.capabilities),
            }


def _papers(graph: GraphBackend, scope: Scope) -> Iterator[Row]:
    listed = frozenset(graph.listed(scope.survey, as_of=scope.as_of))
    hits = {paper for word in _SEARCHED for paper, _ in graph.search(word, limit=_FOUND_AT_MOST, as_of=scope.as_of)}
    papers = graph.papers(listed | hits, as_of=scope.as_of)
    told = [(paper, *_address(paper)) for paper in papers.values()]
    kept = [(paper, url, told_by) for paper, url, told_by in told if url or _SURVEY.search(paper.title)]
    homes = introduced(graph, [paper.id for paper, _, _ in kept], scope)
    names = names_of(graph, homes.values(), scope)
    rows = [
        {
            "kind": "survey" if _SURVEY.search(paper.title) else "code",
            "repository": url or None,
            "paper": paper.id,
            "title": paper.title,
            "technique": names.get(homes.get(paper.id, PAPER)),
            "technique_id": homes.get(paper.id, PAPER),
            "sentence": told_by,
        }
        for paper, url, told_by in kept
    ]
    yield from sorted(rows, key=lambda row: (row["kind"] == "code", *_order(row, listed)))


def _order(row: Row, listed: frozenset[PaperId]) -> tuple[bool, bool, str]:
    return row["repository"] is None, row["paper"] not in listed, row["paper"]


def _address(paper: Paper) -> tuple[str, str]:
    """Give the address of a paper's code, and the sentence that gives it, or the title."""
    found = _LINK.search(paper.abstract)
    said = sentence_that(paper, _LINK) if found else ""
    return paper.code or (found[0] if found else ""), said or paper.title
