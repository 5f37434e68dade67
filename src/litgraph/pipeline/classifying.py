"""Classifying: every candidate to its category, one explained, and what to ask people about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from litgraph.errors import InputError
from litgraph.model.assignment import Assignment
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import join_path
from litgraph.pipeline.cited import by_section
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.pipeline.teaching import Taught, embedder, teach
from litgraph.queries.vectors import Vectors
from litgraph.store.assignments import fetch_candidates, replace_assignments
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.store.runs import log_run

if TYPE_CHECKING:
    from litgraph.encode.encoder import Encoder


def classify(
    record: Record, survey: Survey, encoder: Encoder, *, progress: Progress, limit: int | None = None
) -> Outcome:
    """Refit to the list and to the decisions so far, and assign every candidate that no person has decided.

    Where the survey's own text cites a candidate, it says where that belongs; an empty list is learnt from that text.
    """
    candidates = fetch_candidates(record, survey.name)
    taught = teach(record, survey, encoder, candidates, progress=progress)
    modelled = taught.assign(candidates)
    by_text = by_section(modelled, taught.cited)
    with record.transaction():
        replace_assignments(record, survey.name, modelled, method="EMBEDDED")
        replace_assignments(record, survey.name, by_text, method="CITED_IN_SECTION")
        log_run(record, "classify", record.today, {"assigned": len(modelled)})
    silent = len(candidates) - len(modelled)
    warnings = (f"{silent} candidates have neither title nor abstract and are left out",) if silent else ()
    best = {assignment.paper: assignment for assignment in (*modelled, *by_text)}
    shown = list(best.values()) if limit is None else most_probable(list(best.values()), limit)
    return Outcome(value={"assignments": [taught.shape(a) for a in shown]}, warnings=warnings)


def explain(record: Record, survey: Survey, encoder: Encoder, paper: PaperId, *, progress: Progress) -> Outcome:
    """Classify one paper, whatever its status, and say why; a decided one stays where people put it."""
    taught = teach(record, survey, encoder, [paper], progress=progress)
    modelled = taught.assign([paper])
    assignments = by_section(modelled, taught.cited) or modelled
    if not assignments:
        raise InputError(f"Paper {paper} has neither title nor abstract to classify it by. Import one of them.")
    return Outcome(value={"assignments": [taught.shape(a) for a in assignments]})


def ask(record: Record, survey: Survey, encoder: Encoder, count: int, *, progress: Progress) -> Outcome:
    """Name the candidates in scope whose categories, told by a person, would teach the classifier most, best first.

    Nothing is written: `survey accept ID --to 'A > B'` answers a question, `survey reject ID` says that it is none.
    """
    candidates = fetch_candidates(record, survey.name)
    taught = teach(record, survey, encoder, candidates, progress=progress)
    chosen = taught.questions(candidates, count)
    assigned = {assignment.paper: assignment for assignment in taught.assign(chosen)}
    questions = [_question(taught, assigned[paper]) for paper in chosen]
    few = f"only {len(chosen)} candidates are in scope" if len(chosen) < count else ""
    return Outcome(value={"assignments": [], "questions": questions}, warnings=(few,) if few else ())


def _question(taught: Taught, assignment: Assignment) -> dict[str, Any]:
    best = join_path(assignment.alternatives[0].category)
    answer = f"litgraph survey accept {assignment.paper} --to '{best}'"
    shown = taught.shape(assignment)
    kept = ("paper", "title", "in_scope", "alternatives", "because", "terms")
    return {**{key: shown[key] for key in kept}, "answer": answer}


def most_probable(assignments: Sequence[Assignment], limit: int) -> list[Assignment]:
    """Choose the most probable assignments, ties by paper, and give them by paper again."""
    best = sorted(assignments, key=lambda a: (not a.filed, -a.probability, a.paper))[:limit]
    return sorted(best, key=lambda a: a.paper)


def text_vectors(record: Record, encoder: Encoder, as_of: str | None, progress: Progress) -> Vectors:
    """Give a vector for each paper that has a text, through the record's cache."""
    from litgraph.classify.features import paper_vectors
    from litgraph.classify.texts import has_text

    papers = [paper for paper in fetch_papers(record, as_of=as_of).values() if has_text(paper)]
    embed = embedder(encoder, record, progress)
    matrix = paper_vectors(papers, embed).astype("float32")
    return Vectors(papers=tuple(p.id for p in papers), matrix=matrix, encode=lambda text: embed([text])[0])
