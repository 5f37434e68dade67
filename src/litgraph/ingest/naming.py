"""The names by which bibliographies call their papers: good within a file, and beyond it only with care."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from litgraph.ingest.told import PaperLine
from litgraph.model.identifiers import PaperId, best_key, normalise_title
from litgraph.model.paper import Paper
from litgraph.store.aliases import resolve_ids
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record


def with_names(record: Record, lines: Sequence[PaperLine]) -> Iterator[Paper]:
    """Give the papers of lines, each named as its file calls it, unless that name already means another paper.

    Two bibliographies may well call two papers `smith2020`; they are one only if an identifier or the title says so.
    """
    called = {line.called for line in lines if line.called}
    keys = resolve_ids(record, called) if called else {}
    papers = fetch_papers(record, keys.values()) if keys else {}
    bearers = {name: papers[key] for name, key in keys.items()}
    for line in lines:
        yield _named(line.paper, line.called, bearers) if line.called else line.paper


def _named(paper: Paper, name: PaperId, bearers: dict[PaperId, Paper]) -> Paper:
    bearer = bearers.setdefault(name, paper)
    if not _is_same(paper, bearer):
        return paper
    aliases = paper.aliases | {name}
    return replace(paper, aliases=aliases, id=best_key(aliases))


def _is_same(paper: Paper, bearer: Paper) -> bool:
    titles = {normalise_title(title) for title in (paper.title, bearer.title)} - {""}
    return len(titles) < 2 or not paper.aliases.isdisjoint(bearer.aliases)
