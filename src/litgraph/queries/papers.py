"""One paper: what the record knows of it."""

from __future__ import annotations

from litgraph.errors import UnknownPaper
from litgraph.graph.backend import GraphBackend
from litgraph.model.paper import Paper
from litgraph.queries.answer import Answer, Row, Scope, paper_rows, said


def paper(backend: GraphBackend, text: str, scope: Scope) -> Answer:
    """Tell what is known of the paper that `text` names, with its place in the survey's taxonomy."""
    found = find(backend, text, scope)
    facts = _facts(found) | _places(backend, found, scope)
    row = paper_rows(backend, [found.id], scope)[found.id]
    facts |= {"status": row["status"], "local_citations": row["local_citations"]}
    return Answer(
        query="paper",
        parameters={"paper": found.id, **said(scope)},
        backend=backend.name,
        rows=({"rank": 1, **row, **facts},),
        more=facts,
    )


def find(backend: GraphBackend, text: str, scope: Scope) -> Paper:
    """Find the paper that `text` names, among those known at the scope's day."""
    key = backend.resolve(text)
    known = backend.papers([key], as_of=scope.as_of)
    if key not in known:
        raise UnknownPaper(f"Paper {key} was not known on {scope.as_of}. Ask with a later --as-of, or without it.")
    return known[key]


def _facts(found: Paper) -> Row:
    return {
        "id": found.id,
        "aliases": sorted(found.aliases - {found.id}),
        "title": found.title,
        "authors": list(found.authors),
        "year": found.year,
        "date": found.date,
        "venue": found.venue,
        "abstract": found.abstract,
        "code": found.code,
        "provenance": {
            name: {"source": said.source, "day": said.day} for name, said in sorted(found.provenance.items())
        },
    }


def _places(backend: GraphBackend, found: Paper, scope: Scope) -> Row:
    """Give the categories of a paper, and who put it there how surely."""
    filings = backend.categories_of(scope.survey, [found.id], as_of=scope.as_of).get(found.id, ())
    told = [
        {"category": list(filing.path), "probability": filing.probability, "method": filing.method}
        for filing in filings
    ]
    return {"categories": [place["category"] for place in told], "filings": told}
