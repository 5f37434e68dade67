"""Teaching: a classifier fitted to a survey's list, to what people decided, and to what else is known of headings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from litgraph.model.assignment import Assignment
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import Taxonomy
from litgraph.pipeline.cited import Cited, Embed, cited_places
from litgraph.pipeline.hinting import (
    Places,
    curated_places,
    lent_by_text,
    other_lists,
    rejected_papers,
    words_of_headings,
)
from litgraph.pipeline.outcome import Progress
from litgraph.store.lists import fetch_taxonomy
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record

if TYPE_CHECKING:
    from litgraph.classify.classifier import Classifier
    from litgraph.encode.encoder import Encoder


@dataclass(frozen=True, kw_only=True)
class Taught:
    """A fitted classifier with what it learnt from; `cited` is where the survey's own text puts papers."""

    classifier: Classifier
    listed: Places
    cited: Mapping[PaperId, Cited]
    papers: Mapping[PaperId, Paper]
    embed: Embed

    def assign(self, papers: Sequence[PaperId]) -> tuple[Assignment, ...]:
        """Assign papers, sorted by id; one without text has no assignment."""
        from litgraph.classify.assign import assign

        return assign(self.classifier, self.listed, self.papers, papers, self.embed)

    def questions(self, candidates: Sequence[PaperId], count: int) -> list[PaperId]:
        """Choose the candidates in scope that are most worth a person's answer, best first."""
        from litgraph.classify.ask import questions_among

        known = [self.papers[key] for key in candidates]
        return questions_among(self.classifier, known, count, self.embed)

    def shape(self, assignment: Assignment) -> dict[str, Any]:
        """Give an assignment as `classify --json` shows it."""
        return {
            "paper": assignment.paper,
            "title": self.papers[assignment.paper].title,
            "category": list(assignment.category),
            "probability": assignment.probability,
            "method": assignment.method,
            "in_scope": assignment.in_scope,
            "filed": assignment.filed,
            "alternatives": [
                {"category": list(one.category), "probability": one.probability} for one in assignment.alternatives
            ],
            "also": [{"category": list(one.category), "probability": one.probability} for one in assignment.also],
            "because": list(assignment.because),
            "terms": list(assignment.terms),
            "why": self._why(assignment),
        }

    def _why(self, assignment: Assignment) -> str:
        from litgraph.classify.explain import evidence

        return evidence(assignment, self.listed, self.papers)


def teach(
    record: Record, survey: Survey, encoder: Encoder, asked: Collection[PaperId], *, progress: Progress
) -> Taught:
    """Fit to the list and to the decisions so far; `asked` are the papers to be judged later."""
    taxonomy = fetch_taxonomy(record, survey.name)
    embed = embedder(encoder, record, progress)
    cited = cited_places(record, survey, taxonomy, embed)
    listed = curated_places(record, survey.name)
    papers = fetch_papers(record, {*asked, *listed, *cited})
    fast_embed = fast_embedder(encoder)
    classifier = learn(record, survey, taxonomy, listed, cited, papers, embed, fast_embed)
    return Taught(classifier=classifier, listed=listed, cited=cited, papers=papers, embed=embed)


def learn(
    record: Record,
    survey: Survey,
    taxonomy: Taxonomy,
    listed: Places,
    cited: Mapping[PaperId, Cited],
    papers: Mapping[PaperId, Paper],
    embed: Embed,
    fast_embed: Embed | None = None,
) -> Classifier:
    """Fit to the papers of the list; where it has none, to those that the survey's text cites under its headings.

    Headings without papers borrow some: from the survey's text, else from the other lists of the record.
    """
    from litgraph.classify.classifier import fit
    from litgraph.classify.hints import Hints
    from litgraph.classify.transfer import bare_headings, borrow

    taught = listed or {paper: (one.heading,) for paper, one in cited.items()}
    rejected = rejected_papers(record, survey.name)
    hints = Hints(words=words_of_headings(survey, taxonomy), rejected=rejected)
    plain = fit(taxonomy, taught, papers, embed, fast_embed=fast_embed, hints=hints)
    bare = bare_headings(plain, taught)
    lenders = other_lists(record, survey.name) if bare else []
    theirs = fetch_papers(record, {paper for lender in lenders for paper in lender} - {one.id for one in rejected})
    lent = {**borrow(plain, taught, lenders, theirs, embed), **lent_by_text(cited, bare, papers, taught)}
    if not lent:
        return plain
    return fit(taxonomy, taught, papers, embed, fast_embed=fast_embed, hints=replace(hints, lent=lent))


def embedder(encoder: Encoder, record: Record, progress: Progress) -> Callable[[Sequence[str]], Any]:
    """Encode texts through the record's cache."""
    from litgraph.encode.vectors import encode_texts

    def embed(texts: Sequence[str]) -> Any:
        return encode_texts(encoder, texts, record, progress=lambda done, of: progress("encoding", done, of))

    return embed


def fast_embedder(encoder: Encoder) -> Embed | None:
    """Encode texts by the faster encoder beside a slow one; its vectors are sooner made anew than kept."""
    return encoder.fast.encode if encoder.fast else None
