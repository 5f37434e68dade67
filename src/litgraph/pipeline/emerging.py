"""Emerging: the record's papers as clusters on a day, and what they ask of a survey's taxonomy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import numpy as np

from litgraph.errors import LitgraphError
from litgraph.files import replace_file
from litgraph.model.dates import quarter_ends
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.pipeline.hinting import curated_places
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.store.lists import fetch_taxonomy
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.store.whole import stream_keys, stream_references

if TYPE_CHECKING:
    from litgraph.emerging.corpus import Corpus
    from litgraph.encode.encoder import Encoder, Vectors


# Raised where clusters of the same record come out otherwise.
_VERSION = 1
_QUARTERS = 8  # that clusters are followed over, unless asked for more


def find_emerging(
    record: Record,
    survey: Survey,
    encoder: Encoder,
    *,
    as_of: str | None,
    limit: int | None,
    folder: FilePath,
    progress: Progress,
    resolution: float | None = None,
) -> Outcome:
    """Cluster every paper known on a day, and say what is emerging; what was found is kept in a throw-away folder.

    Without a day growth is told up to the newest paper's, and the taxonomy is the present one. A higher resolution
    makes more and smaller clusters; without one it goes by the number of papers.
    """
    asked = (_VERSION, record.identity, survey.name, as_of or f"now {record.today}", encoder.name, resolution)
    name = hashlib.sha256(repr(asked).encode()).hexdigest()[:16]
    file = folder / f"{record.revision}-{name}.json"
    done = _kept(file)
    if done is None:
        done = _find_emerging(record, survey, encoder, as_of=as_of, resolution=resolution, progress=progress)
        _keep(file, done)
    return replace(done, value={**done.value, "clusters": done.value["clusters"][:limit]})


def _kept(file: FilePath) -> Outcome | None:
    try:
        told = json.loads(file.read_bytes())
        return Outcome(value=told["value"], warnings=tuple(told["warnings"]))
    except (OSError, ValueError, KeyError, TypeError):  # none there, or cut off: then it is found again
        return None


def _keep(file: FilePath, done: Outcome) -> None:
    """Keep what was found, and nothing of former revisions; where nothing can be written, nothing is kept."""
    with suppress(LitgraphError, OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        revision = file.name.partition("-")[0]
        for old in file.parent.glob("*.json"):
            if old.name.partition("-")[0] != revision:
                old.unlink(missing_ok=True)
        replace_file(file, json.dumps({"value": done.value, "warnings": done.warnings}).encode())


def days_since(record: Record, since: str, as_of: str | None) -> dict[PaperId, str]:
    """Give the papers known no earlier than a day, and by another one, each with the day from which it is."""
    latest = as_of or record.today
    return {key: day for _, key, day in stream_keys(record) if day is not None and since <= day <= latest}


def _find_emerging(
    record: Record,
    survey: Survey,
    encoder: Encoder,
    *,
    as_of: str | None,
    resolution: float | None,
    progress: Progress,
) -> Outcome:
    from litgraph.emerging.cluster import shape
    from litgraph.emerging.communities import Way
    from litgraph.emerging.corpus import as_day, ordinal
    from litgraph.emerging.find import find_clusters
    from litgraph.emerging.proposals import propose_headings

    fast = encoder.fast or encoder
    with record.transaction():
        corpus = read_corpus(record, fast, as_of, progress)
        if not len(corpus):
            warning = "no paper is known on that day: nothing to cluster"
            return Outcome(value={"as_of": as_of or record.today, "clusters": []}, warnings=(warning,))
        today = ordinal(as_of) if as_of else int(corpus.days[-1])
        progress("clustering", 0, len(corpus))
        clusters = find_clusters(corpus, today, Way(resolution=resolution))
        day = as_day(today)
        taxonomy = fetch_taxonomy(record, survey.name, as_of)
        listed = curated_places(record, survey.name, as_of)
    there = corpus.has_text
    mean = corpus.vectors.mean(axis=0)
    vectors = {key: row - mean for key, row, told in zip(corpus.ids, corpus.vectors, there, strict=True) if told}
    leaves = taxonomy.leaves if there.any() else ()  # without any text no heading is near by what it says
    spoken = _encoded(fast, [leaf.name for leaf in leaves]) - (mean if leaves else 0)
    names = dict(zip([leaf.path for leaf in leaves], spoken, strict=True))
    placed = propose_headings(clusters, taxonomy, listed, vectors, names)
    warnings = () if len(placed) else ("too few papers are alike or cite each other: no cluster of five",)
    value = {"as_of": day, "clusters": [dict(shape(cluster)) for cluster in placed]}
    return Outcome(value=value, warnings=warnings)


def trace_clusters(
    record: Record,
    encoder: Encoder,
    *,
    first: str | None,
    last: str | None,
    progress: Progress,
    resolution: float | None = None,
) -> Outcome:
    """Follow clusters over the quarters from one day to another, by default the last two years that papers are of."""
    from litgraph.emerging.communities import Way
    from litgraph.emerging.corpus import as_day, ordinal
    from litgraph.emerging.history import shape_history, trace

    with record.transaction():
        corpus = read_corpus(record, encoder.fast or encoder, last, progress)
    if not len(corpus):
        return Outcome(value={"windows": []}, warnings=("no paper is known on that day: nothing to cluster",))
    newest = as_day(corpus.days[-1])
    ends = [*quarter_ends([as_day(corpus.days[0])], newest), newest]
    days = [end for end in ends if end >= first] if first else ends[-_QUARTERS:]
    progress("clustering", 0, len(days))
    windows = trace(corpus, [ordinal(day) for day in days], Way(resolution=resolution))
    warnings = () if days else (f"no quarter ends from {first} on: nothing to cluster",)
    return Outcome(value={"windows": shape_history(windows)}, warnings=warnings)


def read_corpus(record: Record, encoder: Encoder, as_of: str | None, progress: Progress) -> Corpus:
    """Read what is known on a day, or all that is known today; texts are encoded by the fast encoder.

    Without a day papers that nobody can date are there too, from the first day on, so that they make nothing grow.
    """
    from litgraph.classify.texts import has_text, whole_text
    from litgraph.emerging.corpus import build_corpus

    rows = {row: (key, day) for row, key, day in stream_keys(record)}
    latest = as_of or record.today
    dated = {key: day for key, day in rows.values() if day is not None and day <= latest}
    first = min(dated.values(), default=latest)
    undated = {key: first for key, day in rows.values() if day is None and as_of is None}
    known: Mapping[PaperId, str] = {**dated, **undated}
    papers = fetch_papers(record, known)
    told = [paper for paper in papers.values() if has_text(paper)]
    progress("encoding", 0, len(told))
    vectors = _encoded(encoder, [whole_text(paper) for paper in told])
    citations = [
        (rows[citing][0], rows[cited][0])
        for citing, references in stream_references(record)
        for cited, *_ in references
        if rows[citing][0] in known and rows[cited][0] in known
    ]
    return build_corpus(papers, known, citations, {one.id: row for one, row in zip(told, vectors, strict=True)})


def _encoded(encoder: Encoder, texts: list[str]) -> Vectors:
    return encoder.encode(texts) if texts else np.zeros((0, encoder.dimensions), np.float32)
