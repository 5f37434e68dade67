"""A made-up field: topics, each with words of its own, whose papers cite earlier ones of their topic."""

from __future__ import annotations

import datetime

import numpy as np

from litgraph.emerging.corpus import Corpus, build_corpus
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper

TOPICS = {
    "prune": "Structured Pruning of Transformer Layers",
    "quant": "Weight Quantization for Inference",
    "cache": "Cache Eviction under Long Contexts",
}


def field(
    months: dict[str, range], *, texts: bool = True, citations: bool = True, per_month: int = 2
) -> tuple[dict[PaperId, Paper], dict[PaperId, str], list[tuple[PaperId, PaperId]]]:
    """Make papers of each topic in these months after January 2020, two a month, and who cites whom."""
    papers: dict[PaperId, Paper] = {}
    known: dict[PaperId, str] = {}
    pairs: list[tuple[PaperId, PaperId]] = []
    for topic, span in months.items():
        own: list[PaperId] = []
        for month in span:
            for number in range(per_month):
                key = PaperId(f"local:{topic}-{month:02}-{number}")
                day = datetime.date(2020 + month // 12, month % 12 + 1, 10 + number).isoformat()
                title = TOPICS[topic] if texts else ""
                authors = (f"Author {topic} {month} {number}",)
                papers[key] = Paper(id=key, title=title, date=day, authors=authors, aliases=frozenset({key}))
                known[key] = day
                pairs += [(key, before) for before in own[-6:]] if citations else []
                own.append(key)
    return papers, known, pairs


def corpus(months: dict[str, range], *, texts: bool = True, citations: bool = True, per_month: int = 2) -> Corpus:
    """Make the corpus of such a field, each topic on an axis of its own."""
    papers, known, pairs = field(months, texts=texts, citations=citations, per_month=per_month)
    axes = np.eye(len(TOPICS) + 1, dtype=np.float32)
    vectors = {key: axes[list(TOPICS).index(key[6:11])] for key in papers} if texts else {}
    return build_corpus(papers, known, pairs, vectors)
