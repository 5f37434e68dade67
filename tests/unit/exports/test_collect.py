"""What is exported is read from the graph and the record, cleaned on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from litgraph.exports.collect import collect
from litgraph.exports.graph import ExportGraph
from litgraph.model.assignment import Alternative, Assignment, Decision
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import describe
from litgraph.model.survey import Entry, Heading, Link, ListDocument, Span, Survey
from litgraph.store.assignments import replace_assignments
from litgraph.store.citations import fetch_citations, upsert_citations
from litgraph.store.decisions import record_decision
from litgraph.store.lists import fetch_status, fetch_taxonomy
from litgraph.store.papers import fetch_papers, upsert_papers
from litgraph.store.reading import replace_list
from litgraph.store.record import Record, open_record
from litgraph.store.surveys import upsert_survey
from tests.unit.queries.drawn import DrawnGraph

TODAY = "2024-05-06"
SURVEY = Survey(name="S", list="README.md", arxiv="2312.03863", repository="owner/name")
LISTED, FILED, OUTSIDE, STUB = map(
    PaperId, ("arxiv:2201.00001", "arxiv:2301.00002", "arxiv:2301.00003", "doi:10.1000/s")
)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "record.sqlite", write=True, today=TODAY) as opened:
        upsert_survey(opened, SURVEY)
        replace_list(opened, "S", _document(), None, TODAY)
        for key, title in ((FILED, "Filed\u202e \x07one"), (OUTSIDE, "Outside")):
            upsert_papers(
                opened, [describe(frozenset({key}), source="arxiv", day=TODAY, title=title, abstract="Long.")]
            )
        upsert_citations(
            opened, [Citation(citing=FILED, cited=STUB), Citation(citing=FILED, cited=LISTED)], source="file"
        )
        replace_assignments(opened, "S", _assignments(), method="EMBEDDED")
        yield opened


def _document() -> ListDocument:
    span = Span(start=0, end=1)
    entry = Entry(
        title="Listed",
        category=("A",),
        line=2,
        span=span,
        identifiers=(LISTED,),
        links=(Link(label="Code", url="https://github.com/x/y"), Link(label="Bad", url="javascript:x")),
    )
    return ListDocument(
        entries=(entry,), headings=(Heading(path=("A",), level=2, line=1, span=span),), categories=(("A",),)
    )


def _assignments() -> list[Assignment]:
    facts: dict[str, Any] = {
        "category": ("A",),
        "because": (LISTED,),
        "alternatives": (Alternative(category=("A",), probability=0.6),),
    }
    return [
        Assignment(paper=FILED, probability=0.6, in_scope=0.9, **facts),
        Assignment(paper=OUTSIDE, probability=0.3, in_scope=0.1, filed=False, **facts),
    ]


def collected(record: Record, limit: int | None = None, abstracts: bool = False) -> ExportGraph:
    """Collect over a graph drawn from what the record holds."""
    backend = DrawnGraph(
        found=fetch_papers(record),
        edges={(one.citing, one.cited) for one in fetch_citations(record)},
        tree=fetch_taxonomy(record, "S"),
        entries=frozenset(paper for paper, status in fetch_status(record, "S").items() if status == "listed"),
    )
    return collect(record, backend, SURVEY, today=TODAY, limit=limit, abstracts=abstracts)


def test_papers_with_their_standing(record: Record) -> None:
    graph = collected(record)
    standing = {paper.id: (paper.status, paper.categories, paper.probability, paper.in_scope) for paper in graph.papers}
    assert standing[LISTED] == ("listed", (("A",),), 1.0, 1.0)
    assert standing[FILED] == ("candidate", (("A",),), 0.6, 0.9)
    assert standing[OUTSIDE] == ("candidate", (), None, 0.1)


def test_text_is_cleaned(record: Record) -> None:
    assert collected(record).papers[collected(record).positions[FILED]].title == "Filed one"


def test_citations_counts_and_coverage(record: Record) -> None:
    graph = collected(record)
    assert [(graph.papers[a].id, graph.papers[b].id) for a, b in graph.citations] == [(FILED, LISTED), (FILED, STUB)]
    assert graph.papers[graph.positions[LISTED]].local_citations == 1
    assert (graph.references_known, graph.references_of) == (0, 1)


def test_links_of_the_list_are_kept_where_they_are_of_the_web(record: Record) -> None:
    graph = collected(record)
    links = graph.papers[graph.positions[LISTED]].links
    assert [(link.label, link.url) for link in links] == [
        ("arXiv", "https://arxiv.org/abs/2201.00001"),
        ("Code", "https://github.com/x/y"),
    ]


def test_limit_hides_and_counts(record: Record) -> None:
    graph = collected(record, limit=2)
    assert [paper.id for paper in graph.papers] == [LISTED, FILED]
    assert (graph.hidden_papers, graph.hidden_citations) == (2, 1)


def test_abstracts_only_on_request(record: Record) -> None:
    assert {paper.abstract for paper in collected(record).papers} == {""}
    assert "Long." in {paper.abstract for paper in collected(record, abstracts=True).papers}


def test_a_decision_outranks_the_model(record: Record) -> None:
    record_decision(record, Decision(survey="S", paper=OUTSIDE, decision="accept", category=("A",), date=TODAY))
    graph = collected(record)
    accepted = graph.papers[graph.positions[OUTSIDE]]
    assert (accepted.method, accepted.categories, accepted.filed) == ("CURATED", (("A",),), True)


def test_links_of_the_survey_itself(record: Record) -> None:
    assert [link.url for link in collected(record).links] == [
        "https://arxiv.org/abs/2312.03863",
        "https://github.com/owner/name",
    ]
