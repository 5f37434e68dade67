"""The questions that surveys of efficiency ask, answered with what papers say: technique, claim, sentence, paper.

Nothing of one survey is built in: papers and headings are found by the words that the field uses for these matters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

from litgraph.errors import InputError
from litgraph.graph.backend import GraphBackend, TechniqueBackend
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path
from litgraph.model.technique import PAPER, Claim, Kind, Metric, RelationType
from litgraph.queries.answer import Answer, Row, Scope
from litgraph.queries.techniques.claims import AS_REPORTED
from litgraph.queries.techniques.rows import Bar, answer, bar_of, claim_row, knowing, names_of

_SAVING = frozenset(
    {
        Metric.SPEEDUP,
        Metric.THROUGHPUT,
        Metric.LATENCY,
        Metric.MEMORY,
        Metric.SIZE,
        Metric.COMPRESSION,
        Metric.FLOPS,
        Metric.TRAINING_COST,
        Metric.ENERGY,
        Metric.CARBON,
    }
)
_SCALE = frozenset(
    {Metric.PARAMETERS, Metric.TRAINING_COST, Metric.FLOPS, Metric.CONTEXT_LENGTH, Metric.QUALITY_CHANGE}
)
_KEPT = re.compile(
    r"without (?:\w+ ){0,3}(?:loss|sacrific\w+|compromis\w+|degrad\w+|drop)|lossless|negligible"
    r"|no (?:\w+ )?(?:loss|drop)|(?:maintain|preserv|retain)\w*|comparable|same (?:quality|accuracy|performance)"
    r"|identical|minimal (?:\w+ )?loss",
    re.IGNORECASE,
)
_SCALING = ("scaling law", "scaling laws", "compute-optimal", "compute budget", "data budget", "trade-off model size")
_CHOOSING = ("data selection", "active learning", "coreset", "data pruning", "importance sampling", "sample efficiency")
_ALONG = (RelationType.USES, RelationType.COMBINES, RelationType.EXTENDS)
_PARTS = (Kind.METHOD, Kind.CONCEPT, Kind.SYSTEM)
_FOUND_AT_MOST = 200  # papers for one wording

Ask = Callable[[TechniqueBackend, Scope, Bar], Iterator[Row]]


def question(backend: GraphBackend, number: int, scope: Scope, *, confidence: float | None = None) -> Answer:
    """Answer one of the research questions, by number; see `QUESTIONS`."""
    if number not in QUESTIONS:
        known = "; ".join(f"{key}: {text}" for key, text in QUESTIONS.items())
        raise InputError(f"There is no question {number}. {known}.")
    graph = knowing(backend)
    rows = list(_ASKED[number](graph, scope, bar_of(confidence)))
    parameters = {"number": number, "min_confidence": confidence}
    warnings = [AS_REPORTED] if any("metric" in row for row in rows) else []
    return answer(graph, "question", parameters, rows, scope, question=QUESTIONS[number], warnings=warnings)


def _saving_without_loss(graph: TechniqueBackend, scope: Scope, bar: Bar) -> Iterator[Row]:
    """Give savings whose paper says that quality is kept, with the chain of techniques that the paper puts together."""
    claims = [one for one in graph.claims(as_of=scope.as_of) if one.confidence >= bar.claim]
    quality = {one.paper: one for one in claims if one.metric is Metric.QUALITY_CHANGE}
    saving = [one for one in claims if one.metric in _SAVING]
    kept = [one for one in saving if _KEPT.search(one.sentence) or one.paper in quality]
    papers = {one.paper for one in kept}
    chains = _chains(graph, papers, scope, bar)
    names = names_of(graph, [one.technique for one in kept], scope)
    headings = _headings(graph, papers, scope)
    rows = [
        {
            **claim_row(one, names),
            "chain": chains.get(one.paper, []),
            "categories": [list(path) for path in headings.get(one.paper, [])],
            "quality": claim_row(quality[one.paper], names) if one.paper in quality else None,
            "says_quality_kept": bool(_KEPT.search(one.sentence)),
        }
        for one in kept
    ]
    yield from sorted(rows, key=lambda row: (-len(row["chain"]), -row["confidence"], row["paper"], row["metric"]))


def _chains(graph: TechniqueBackend, papers: Collection[PaperId], scope: Scope, bar: Bar) -> dict[PaperId, list[str]]:
    """Give for each paper its technique and what that extends, combines and uses, as names."""
    told = [
        one
        for one in graph.relations(papers=papers, as_of=scope.as_of)
        if one.type in _ALONG and one.confidence >= bar.relation
    ]
    ends = {end for one in told for end in (one.subject, str(one.object))}
    known = graph.techniques([end for end in ends if end != PAPER], as_of=scope.as_of)  # type: ignore[misc]  # ids
    chains: dict[PaperId, list[str]] = {}
    for one in told:
        if one.object in known and known[one.object].kind in _PARTS:
            start = known[one.subject].name if one.subject in known else PAPER  # type: ignore[index]  # an id
            chain = chains.setdefault(one.paper, [start])
            chain += [known[one.object].name] if known[one.object].name not in chain else []
    return chains


def _scaling(graph: TechniqueBackend, scope: Scope, bar: Bar) -> Iterator[Row]:
    """Give papers on scaling laws and budgets, with what they report of parameters, data, compute and quality."""
    yield from _of_papers(graph, _speaking_of(graph, _SCALING, scope), _SCALE, scope, bar)


def _by_dimension(graph: TechniqueBackend, scope: Scope, bar: Bar) -> Iterator[Row]:
    """Give what the papers under each top heading report for deployment, heading by heading in the list's order."""
    taxonomy = graph.taxonomy(scope.survey, as_of=scope.as_of)
    tops = list(dict.fromkeys(category.path[0] for category in taxonomy.categories))
    for top in tops:
        ids = [category.id for category in taxonomy.categories if category.path[0] == top]
        papers = {filing.paper for filing in graph.in_category(scope.survey, ids, as_of=scope.as_of)}
        for row in _of_papers(graph, sorted(papers), _SAVING, scope, bar, silent=False):
            yield {"category": [top], **row}


def _choosing_data(graph: TechniqueBackend, scope: Scope, bar: Bar) -> Iterator[Row]:
    """Give papers on selecting, sampling and labelling data, with what they report."""
    yield from _of_papers(graph, _speaking_of(graph, _CHOOSING, scope), frozenset(Metric), scope, bar)


def _gathering(graph: TechniqueBackend, scope: Scope, bar: Bar) -> Iterator[Row]:
    """Give the lists that the graph holds, then the code of listed papers."""
    for survey in graph.surveys():
        listed = len(graph.listed(survey.name, as_of=scope.as_of))
        yield {"repository": survey.repository or survey.list, "survey": survey.name, "papers": listed}
    papers = graph.papers(graph.listed(scope.survey, as_of=scope.as_of), as_of=scope.as_of)
    introduced = {
        one.paper: one.technique for one in graph.mentions(papers=list(papers), as_of=scope.as_of) if one.introduced
    }
    names = names_of(graph, introduced.values(), scope)
    for key, paper in papers.items():
        if paper.code:
            technique = names.get(introduced[key]) if key in introduced else None
            yield {"repository": paper.code, "paper": key, "title": paper.title, "technique": technique}


def _of_papers(
    graph: TechniqueBackend,
    papers: Sequence[PaperId],
    metrics: Collection[Metric],
    scope: Scope,
    bar: Bar,
    *,
    silent: bool = True,
) -> Iterator[Row]:
    """Give the claims of papers, the surest first; of a paper without any its title, if `silent` ones are wanted."""
    found: dict[PaperId, list[Claim]] = {paper: [] for paper in papers}
    for one in graph.claims(papers=papers, as_of=scope.as_of) if papers else ():
        if one.metric in metrics and one.confidence >= bar.claim:
            found[one.paper].append(one)
    names = names_of(graph, [one.technique for told in found.values() for one in told], scope)
    facts = graph.papers(papers, as_of=scope.as_of)
    for paper, told in found.items():
        for one in sorted(told, key=lambda one: (-one.confidence, one.id)):
            yield {**claim_row(one, names), "title": facts[paper].title}
        if silent and not told and paper in facts:
            yield {"technique": None, "paper": paper, "title": facts[paper].title, "sentence": facts[paper].title}


def _speaking_of(graph: TechniqueBackend, wordings: Sequence[str], scope: Scope) -> list[PaperId]:
    """Find the papers whose title or abstract has the words of any of these wordings, the best first."""
    scores: dict[PaperId, float] = {}
    for wording in wordings:
        for paper, score in graph.search(wording, limit=_FOUND_AT_MOST, as_of=scope.as_of):
            scores[paper] = max(score, scores.get(paper, score))
    listed = frozenset(graph.listed(scope.survey, as_of=scope.as_of))
    texts = graph.papers(list(scores), as_of=scope.as_of)
    said = {key for key, paper in texts.items() if _says(f"{paper.title} {paper.abstract}", wordings)}
    return sorted(said, key=lambda paper: (paper not in listed, -scores[paper], paper))


def _says(text: str, wordings: Sequence[str]) -> bool:
    folded = re.sub(r"[\s-]+", " ", text.casefold())
    return any(re.sub(r"[\s-]+", " ", wording) in folded for wording in wordings)


def _headings(graph: TechniqueBackend, papers: Collection[PaperId], scope: Scope) -> Mapping[PaperId, list[Path]]:
    filed = graph.categories_of(scope.survey, papers, as_of=scope.as_of)
    return {paper: sorted({filing.path for filing in filings}) for paper, filings in filed.items()}


QUESTIONS: Mapping[int, str] = MappingProxyType(
    {
        1: "which strategies save without losing quality",
        2: "what scaling laws say of budget, data and model size",
        3: "what each dimension reports for deployment",
        4: "how data is selected, sampled and labelled under constraints",
        5: "which repositories and lists gather this work",
    }
)
_ASKED: Mapping[int, Ask] = MappingProxyType(
    {1: _saving_without_loss, 2: _scaling, 3: _by_dimension, 4: _choosing_data, 5: _gathering}
)
