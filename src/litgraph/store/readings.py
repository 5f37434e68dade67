"""What extractors read in titles and abstracts, by extractor and by the hash of the text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from litgraph.model.identifiers import PaperId
from litgraph.model.technique import (
    Kind,
    Metric,
    Name,
    Part,
    Reading,
    RelationType,
    SaidClaim,
    SaidRelation,
    Span,
)
from litgraph.store.record import Record
from litgraph.store.rows import as_json, in_batches

_BATCH = 30_000


def hash_of_text(title: str, abstract: str) -> str:
    """Give what a reading of this title and abstract is kept by."""
    return hashlib.sha256(f"{title}\0{abstract}".encode("utf-8", "backslashreplace")).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredText:
    """The title and abstract of a paper, with their hash and the day from which the paper could be known."""

    paper: PaperId
    day: str
    title: str
    abstract: str
    hash: str


def fetch_texts(record: Record, papers: Collection[PaperId] | None = None) -> list[StoredText]:
    """Give the texts of these papers, or of all, by key; a paper without title and abstract has none."""
    sql = """SELECT key, coalesce(known_from, ''), title, abstract FROM paper
        WHERE (title <> '' OR abstract <> '') AND (?1 IS NULL OR key IN (SELECT value FROM json_each(?1)))
        ORDER BY key"""
    wanted = None if papers is None else as_json(sorted(papers))
    return [
        StoredText(paper=key, day=day, title=title, abstract=abstract, hash=hash_of_text(title, abstract))
        for key, day, title, abstract in record.stream(sql, (wanted,))
    ]


def count_unread(record: Record) -> int:
    """Count the papers whose text the extractor that read last, or any if none did, has not read."""
    known = read_hashes(record, last_extractor(record))
    return sum(text.hash not in known for text in fetch_texts(record))


def put_readings(record: Record, extractor: str, readings: Mapping[str, Reading]) -> None:
    """Keep readings by the hash of their text; a text that was read by this extractor before is read anew."""
    rows = ((extractor, digest, as_json(_written(readings[digest]))) for digest in sorted(readings))
    record.note_many("INSERT OR REPLACE INTO reading (extractor, hash, body) VALUES (?, ?, ?)", rows)


def read_hashes(record: Record, extractor: str | None = None) -> set[str]:
    """Give the hashes of the texts that an extractor, or any, has read."""
    return {
        digest for (digest,) in record.rows("SELECT hash FROM reading WHERE ? IN (extractor, '')", (extractor or "",))
    }


def fetch_readings(record: Record, hashes: Collection[str], extractor: str) -> Iterator[tuple[str, str, Reading]]:
    """Give hash, extractor and reading of each text that was read, by hash.

    Where the extractor has not read a text, what another one read last stands in.
    """
    for batch in in_batches(sorted(set(hashes)), _BATCH):
        sql = f"""SELECT hash, extractor, body FROM reading WHERE hash IN ({", ".join("?" * len(batch))})
            ORDER BY hash, extractor = ?, number"""
        best = {digest: (name, body) for digest, name, body in record.stream(sql, (*batch, extractor))}
        for digest, (name, body) in best.items():
            yield digest, name, _read(json.loads(body))


def set_extractor(record: Record, name: str) -> None:
    """Remember which extractor read last."""
    if last_extractor(record) != name:
        record.note("INSERT OR REPLACE INTO meta VALUES ('extractor', ?)", (name,))


def last_extractor(record: Record) -> str | None:
    """Name the extractor that read last, if any did."""
    found = record.rows("SELECT value FROM meta WHERE name = 'extractor'")
    return str(found[0][0]) if found else None


def _written(reading: Reading) -> dict[str, Any]:
    return {
        "names": [[n.text, n.kind, n.aliases, int(n.introduced), _spans(n.spans), n.confidence] for n in reading.names],
        "relations": [[r.type, r.subject, r.object, *_spans([r.sentence]), r.confidence] for r in reading.relations],
        "claims": [
            [c.technique, c.metric, c.value, c.unit, c.baseline, c.condition, *_spans([c.sentence]), c.confidence]
            for c in reading.claims
        ],
    }


def _spans(spans: Iterable[Span]) -> list[tuple[str, int, int]]:
    return [(span.part, span.start, span.end) for span in spans]


def _span(told: tuple[str, int, int]) -> Span:
    part, start, end = told
    return Span(part=Part(part), start=start, end=end)


def _read(told: Mapping[str, Any]) -> Reading:
    return Reading(
        names=tuple(_name(*one) for one in told["names"]),
        relations=tuple(_relation(*one) for one in told["relations"]),
        claims=tuple(_claim(*one) for one in told["claims"]),
    )


def _name(text: str, kind: str, aliases: list[str], introduced: int, spans: list[Any], confidence: float) -> Name:
    return Name(
        text=text,
        kind=Kind(kind),
        aliases=tuple(aliases),
        introduced=bool(introduced),
        spans=tuple(map(_span, spans)),
        confidence=confidence,
    )


def _relation(type_: str, subject: str, object_: str, sentence: Any, confidence: float) -> SaidRelation:
    return SaidRelation(
        type=RelationType(type_), subject=subject, object=object_, sentence=_span(sentence), confidence=confidence
    )


def _claim(
    technique: str, metric: str, value: Any, unit: str, baseline: str, condition: str, sentence: Any, confidence: float
) -> SaidClaim:
    return SaidClaim(
        technique=technique,
        metric=Metric(metric),
        value=tuple(value) if isinstance(value, list) else value,
        unit=unit,
        baseline=baseline,
        condition=condition,
        sentence=_span(sentence),
        confidence=confidence,
    )
