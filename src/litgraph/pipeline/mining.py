"""Techniques: what is new is read by an extractor, batch by batch; then all readings are resolved and shown."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from litgraph.errors import LitgraphError
from litgraph.model.identifiers import PaperId
from litgraph.model.resolved import Resolved
from litgraph.model.technique import Part, Reading
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.pipeline.techniques_shape import shape_techniques
from litgraph.store.frameworks import fetch_frameworks
from litgraph.store.lists import fetch_listings, fetch_surveys
from litgraph.store.readings import StoredText, fetch_readings, fetch_texts, put_readings, read_hashes, set_extractor
from litgraph.store.record import Record
from litgraph.store.resolved import fetch_technique_decisions, replace_resolved, replace_sightings
from litgraph.store.runs import log_run
from litgraph.store.sections import fetch_mentions as fetch_citing_sentences
from litgraph.techniques.extractor import Extractor, PaperText, Unread
from litgraph.techniques.resolve.resolve import resolve
from litgraph.techniques.resolve.sightings import AboutPaper, find_sightings
from litgraph.techniques.resolve.uses import PaperReading

_BATCH = 200  # texts that are kept together
_SECONDS = 5.0  # after which what was read is kept, however little it is
_NAMED = 10  # unread papers that are named


@dataclass(slots=True, kw_only=True)
class Progressed:
    """How far a reading came: papers that could not be read, with the reason, and what stopped it."""

    read: int = 0
    unread: list[tuple[PaperId, str]] = field(default_factory=list)
    trouble: LitgraphError | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """Name the papers that could not be read."""
        named = [f"{paper} could not be read: {reason}" for paper, reason in self.unread[:_NAMED]]
        left = len(self.unread) - len(named)
        return (*named, f"{left} more papers could not be read; run again to try them") if left else tuple(named)


def mine(
    record: Record,
    extractor: Extractor,
    *,
    paper: PaperId | None = None,
    limit: int | None = None,
    progress: Progress,
) -> Outcome:
    """Read the texts of the record that the extractor has not read yet, resolve all readings, and show what they say.

    With `paper`, only that one's text is read. Where the reading is stopped, what was read is kept and resolved.
    """
    done = _read_new(record, extractor, fetch_texts(record, None if paper is None else [paper]), progress)
    settle_techniques(record, extractor.name, progress)
    log_run(record, "techniques", record.today, {"read": done.read, "unread": len(done.unread)})
    value = shape_techniques(record, papers=None if paper is None else [paper], limit=limit)
    cost = extractor.account()
    return Outcome(value=value, warnings=(*done.warnings, *([cost] if cost else [])), trouble=done.trouble)


def settle_techniques(record: Record, extractor: str, progress: Progress) -> Resolved:
    """Resolve all readings of the record, those of this extractor where there are any, and keep what comes of it."""
    progress("techniques: resolving", 0, 0)
    texts = fetch_texts(record)
    resolved = resolve(
        list(_readings(record, texts, extractor)),
        systems=list(_systems(record)),
        decisions=fetch_technique_decisions(record),
        references=lambda papers: _references(record, papers),
    )
    with record.transaction():
        replace_resolved(record, resolved)
        replace_sightings(record, find_sightings(_texts_about(record), resolved))
        set_extractor(record, extractor)
    return resolved


def _read_new(record: Record, extractor: Extractor, texts: Sequence[StoredText], progress: Progress) -> Progressed:
    """Read the texts that are new to the extractor, the same text once; each batch is kept as it comes."""
    known = read_hashes(record, extractor.name)
    new = {text.hash: text for text in texts if text.hash not in known}
    hashes = {text.paper: text.hash for text in new.values()}
    asked = (PaperText(paper=text.paper, title=text.title, abstract=text.abstract) for text in new.values())
    done, seen = Progressed(), 0
    if not new:
        return done
    progress("techniques: reading", 0, len(new))
    for batch in _in_batches(extractor.read(asked), done):
        read = {hashes[text.paper]: reading for text, reading in batch if isinstance(reading, Reading)}
        put_readings(record, extractor.name, read)
        done.read += len(read)
        done.unread += [(text.paper, reading.reason) for text, reading in batch if isinstance(reading, Unread)]
        seen += len(batch)
        progress("techniques: reading", seen, len(new))
    return done


def _in_batches(
    found: Iterator[tuple[PaperText, Reading | Unread]], done: Progressed
) -> Iterator[list[tuple[PaperText, Reading | Unread]]]:
    """Cut what is read into batches, by count and by time, so that little is lost; what stops it is noted."""
    batch: list[tuple[PaperText, Reading | Unread]] = []
    since = time.monotonic()
    try:
        for one in found:
            batch.append(one)
            if len(batch) >= _BATCH or time.monotonic() - since >= _SECONDS:
                yield batch
                batch, since = [], time.monotonic()
    except LitgraphError as error:
        done.trouble = error
    if batch:
        yield batch


def _readings(record: Record, texts: Sequence[StoredText], extractor: str) -> Iterator[PaperReading]:
    read = {digest: (name, reading) for digest, name, reading in fetch_readings(record, _hashes(texts), extractor)}
    for text in texts:
        if text.hash in read:
            name, reading = read[text.hash]
            yield PaperReading(
                paper=text.paper,
                day=text.day,
                title=text.title,
                abstract=text.abstract,
                extractor=name,
                reading=reading,
            )


def _hashes(texts: Iterable[StoredText]) -> set[str]:
    return {text.hash for text in texts}


def _systems(record: Record) -> Iterator[str]:
    for survey in fetch_surveys(record):
        for framework in fetch_frameworks(record, survey.name):
            yield framework.name


def _references(record: Record, papers: Collection[PaperId]) -> Mapping[PaperId, AbstractSet[PaperId]]:
    found: dict[PaperId, set[PaperId]] = {}
    sql = """SELECT citing.key, cited.key FROM citation JOIN paper AS citing ON citing.row = citation.citing
        JOIN paper AS cited ON cited.row = citation.cited WHERE citing.key IN (SELECT value FROM json_each(?1))
        AND cited.key IN (SELECT value FROM json_each(?1))"""
    for citing, cited in record.stream(sql, (json.dumps(sorted(papers)),)):
        found.setdefault(citing, set()).add(cited)
    return found


def _texts_about(record: Record) -> Iterator[AboutPaper]:
    """Give the entries of the lists, the sentences in which papers cite others, and those of the surveys' own text."""
    for survey in fetch_surveys(record):
        for paper, listing in fetch_listings(record, survey.name):
            yield AboutPaper(paper=paper, part=Part.ENTRY, said_by=survey.name, text=listing.entry.title)
        for one in fetch_citing_sentences(record, survey.name):
            yield AboutPaper(paper=one.paper, part=Part.SECTION, said_by=survey.name, text=one.sentence)
    sql = """SELECT citing.key, cited.key, contexts FROM citation JOIN paper AS citing ON citing.row = citation.citing
        JOIN paper AS cited ON cited.row = citation.cited WHERE contexts IS NOT NULL"""
    for citing, cited, contexts in record.rows(sql):
        for sentence in json.loads(contexts):
            yield AboutPaper(paper=cited, part=Part.CONTEXT, said_by=citing, text=sentence)
