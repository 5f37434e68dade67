"""Sister lists: any other Markdown list, and the papers that it holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from litgraph.files import read_file
from litgraph.ingest.sources import Sources
from litgraph.lists.parse import parse_list
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Entry
from litgraph.pipeline.asking import ask_for_papers
from litgraph.pipeline.outcome import Progress
from litgraph.store.aliases import resolve_ids
from litgraph.store.entries import key_of, upsert_entries
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.store.runs import fetch_states


def take_list(record: Record, sources: Sources, file: Path, *, refresh: bool, progress: Progress) -> set[PaperId]:
    """Take the papers of another list into the record, and give their keys; an identifier that nobody knows is none."""
    entries = parse_list(read_file(file)).entries
    for source in (sources.arxiv, sources.s2):
        ask_for_papers(record, source, _papers_of(record, entries), refresh=refresh, progress=progress)
    unknown = _unknown_names(record, entries, sources)
    believed = [entry for entry in entries if key_of(entry) not in unknown]
    with record.transaction():
        upsert_entries(record, believed)
    return set(resolve_ids(record, {key_of(entry) for entry in believed}).values())


def _papers_of(record: Record, entries: Sequence[Entry]) -> list[Paper]:
    """Give the papers of entries as the record has them, or by the best identifier alone."""
    names = dict.fromkeys(key_of(entry) for entry in entries)
    keys = resolve_ids(record, names)
    papers = fetch_papers(record, keys.values())
    return [papers[keys[n]] if n in keys else Paper(id=n, aliases=frozenset({n})) for n in names]


def _unknown_names(record: Record, entries: Sequence[Entry], sources: Sources) -> set[PaperId]:
    """Give the identifiers that no source knows of those that could be asked: nobody has such a paper."""
    names = {key_of(entry) for entry in entries}
    told = [fetch_states(record, source.name, names) for source in (sources.arxiv, sources.s2)]
    said = {name: {states[name].state for states in told if name in states} for name in names}
    return {name for name, states in said.items() if states == {"not_found"}}
