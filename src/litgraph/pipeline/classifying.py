"""Classifying: every candidate to its category, and one explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from litgraph.errors import InputError
from litgraph.model.assignment import Assignment
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import Taxonomy
from litgraph.pipeline.cited import Cited, Embed, by_section, cited_places
from litgraph.pipeline.hinting import (
    Places,
    curated_places,
    lent_by_text,
    other_lists,
    rejected_papers,
    words_of_headings,
)
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.queries.vectors import Vectors
from litgraph.store.assignments import fetch_candidates, replace_assignments
from litgraph.store.lists import fetch_taxonomy
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.store.runs import log_run

if TYPE_CHECKING:
    from litgraph.classify.classifier import Classifier
    from litgraph.encode.encoder import Encoder


def classify(
    record: Record, survey: Survey, encoder: Encoder, *, progress: Progress, limit: int | None = None
) -> Outcome:
    """Refit to the list and to the decisions so far, and assign every candidate that no person has decided.

    Where the survey's own text cites a candidate, it says where that belongs; an empty list is learnt from that text.
    """
    from litgraph.classify.assign import assign

    taxonomy = fetch_taxonomy(record, survey.name)
    candidates = fetch_candidates(record, survey.name)
    embed = embedder(encoder, record, progress)
    cited = cited_places(record, survey, taxonomy, embed)
    listed = curated_places(record, survey.name)
    papers = fetch_papers(record, {*candidates, *listed, *cited})
    classifier = learn(record, survey, taxonomy, listed, cited, papers, embed)
    modelled = assign(classifier, listed, papers, candidates, embed)
    by_text = by_section(modelled, cited)
    with record.transaction():
        replace_assignments(record, survey.name, modelled, method="EMBEDDED")
        replace_assignments(record, survey.name, by_text, method="CITED_IN_SECTION")
        log_run(record, "classify", record.today, {"assigned": len(modelled)})
    silent = len(candidates) - len(modelled)
    warnings = (f"{silent} candidates have neither title nor abstract and are left out",) if silent else ()
    best = {assignment.paper: assignment for assignment in (*modelled, *by_text)}
    shown = list(best.values()) if limit is None else most_probable(list(best.values()), limit)
    return Outcome(value={"assignments": [assignment_shape(a, papers) for a in shown]}, warnings=warnings)


def learn(
    record: Record,
    survey: Survey,
    taxonomy: Taxonomy,
    listed: Places,
    cited: Mapping[PaperId, Cited],
    papers: Mapping[PaperId, Paper],
    embed: Embed,
) -> Classifier:
    """Fit to the papers of the list; where it has none, to those that the survey's text cites under its headings.

    Headings with few papers borrow some: from the survey's text, else from the other lists of the record.
    """
    from litgraph.classify.classifier import fit
    from litgraph.classify.hints import Hints
    from litgraph.classify.transfer import borrow, poor_headings

    taught = listed or {paper: (one.heading,) for paper, one in cited.items()}
    rejected = rejected_papers(record, survey.name)
    hints = Hints(words=words_of_headings(survey, taxonomy), rejected=rejected)
    plain = fit(taxonomy, taught, papers, embed, hints=hints)
    poor = poor_headings(plain, taught)
    lenders = other_lists(record, survey.name) if poor else []
    theirs = fetch_papers(record, {paper for lender in lenders for paper in lender} - {one.id for one in rejected})
    lent = {**borrow(plain, taught, lenders, theirs, embed), **lent_by_text(cited, poor, papers, taught)}
    return fit(taxonomy, taught, papers, embed, hints=replace(hints, lent=lent)) if lent else plain


def explain(record: Record, survey: Survey, encoder: Encoder, paper: PaperId, *, progress: Progress) -> Outcome:
    """Classify one paper, whatever its status, and say why; a decided one stays where people put it."""
    from litgraph.classify.assign import assign

    taxonomy = fetch_taxonomy(record, survey.name)
    embed = embedder(encoder, record, progress)
    cited = cited_places(record, survey, taxonomy, embed)
    listed = curated_places(record, survey.name)
    papers = fetch_papers(record, {paper, *listed, *cited})
    classifier = learn(record, survey, taxonomy, listed, cited, papers, embed)
    modelled = assign(classifier, listed, papers, [paper], embed)
    assignments = by_section(modelled, cited) or modelled
    if not assignments:
        raise InputError(f"Paper {paper} has neither title nor abstract to classify it by. Import one of them.")
    return Outcome(value={"assignments": [assignment_shape(a, papers) for a in assignments]})


def embedder(encoder: Encoder, record: Record, progress: Progress) -> Callable[[Sequence[str]], Any]:
    """Encode texts through the record's cache."""
    from litgraph.encode.vectors import encode_texts

    def embed(texts: Sequence[str]) -> Any:
        return encode_texts(encoder, texts, record, progress=lambda done, of: progress("encoding", done, of))

    return embed


def most_probable(assignments: Sequence[Assignment], limit: int) -> list[Assignment]:
    """Choose the most probable assignments, ties by paper, and give them by paper again."""
    best = sorted(assignments, key=lambda a: (not a.filed, -a.probability, a.paper))[:limit]
    return sorted(best, key=lambda a: a.paper)


def assignment_shape(assignment: Assignment, papers: Mapping[PaperId, Paper]) -> dict[str, Any]:
    """Give an assignment as `classify --json` shows it."""
    return {
        "paper": assignment.paper,
        "title": papers[assignment.paper].title,
        "category": list(assignment.category),
        "probability": assignment.probability,
        "method": assignment.method,
        "in_scope": assignment.in_scope,
        "filed": assignment.filed,
        "alternatives": [{"category": list(a.category), "probability": a.probability} for a in assignment.alternatives],
        "because": list(assignment.because),
        "terms": list(assignment.terms),
    }


def text_vectors(record: Record, encoder: Encoder, as_of: str | None, progress: Progress) -> Vectors:
    """Give a vector for each paper that has a text, through the record's cache."""
    from litgraph.classify.features import paper_vectors
    from litgraph.classify.texts import has_text

    papers = [paper for paper in fetch_papers(record, as_of=as_of).values() if has_text(paper)]
    embed = embedder(encoder, record, progress)
    matrix = paper_vectors(papers, embed).astype("float32")
    return Vectors(papers=tuple(p.id for p in papers), matrix=matrix, encode=lambda text: embed([text])[0])
