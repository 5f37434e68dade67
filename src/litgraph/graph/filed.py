"""Which filings the graph shows: people's, and those of a model's that it was sure enough of to file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from litgraph.graph.csr import Mask
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import CategoryId
from litgraph.store.aliases import rows_of
from litgraph.store.assignments import fetch_assignments
from litgraph.store.columns import FilingColumns, GraphColumns
from litgraph.store.filings import Filing, read_filings
from litgraph.store.lists import fetch_taxonomy
from litgraph.store.record import Record
from litgraph.store.surveys import fetch_surveys

Place = tuple[int, int, CategoryId]


def leave_filed(record: Record, columns: GraphColumns) -> GraphColumns:
    """Take out the filings that a person had better look at first: a proposal is not yet a fact of the graph."""
    filings = columns.filings
    if not filings.methods.any():
        return columns
    unsure = _unsure_places(record, columns)
    places = zip(filings.surveys.tolist(), filings.papers.tolist(), filings.ids, strict=True)
    kept = np.array([place not in unsure for place in places], dtype=np.bool_) | (filings.methods == 0)
    return replace(columns, filings=_chosen(filings, kept))


def read_filed(record: Record) -> list[Filing]:
    """Read the filings of the record that the graph shows, papers by row."""
    filings = read_filings(record)
    if not any(filing.rank for filing in filings):
        return filings
    unsure = list(_unsure(record))
    rows = rows_of(record, {paper for _, paper, _ in unsure})
    places = {(survey, rows[paper], category) for survey, paper, category in unsure}
    return [one for one in filings if not one.rank or (one.survey, one.paper, one.category) not in places]


def _unsure_places(record: Record, columns: GraphColumns) -> set[Place]:
    """Give survey (by number), paper (by place) and category of each assignment that is for review."""
    papers = {key: place for place, key in enumerate(columns.papers.keys)}
    numbers = {survey.name: number for number, survey in enumerate(columns.surveys)}
    return {(numbers[survey], papers[paper], category) for survey, paper, category in _unsure(record)}


def _unsure(record: Record) -> Iterator[tuple[str, PaperId, CategoryId]]:
    for survey in fetch_surveys(record):
        categories = fetch_taxonomy(record, survey.name).by_path
        for one in fetch_assignments(record, survey.name):
            if not one.filed and one.category in categories:
                yield survey.name, one.paper, categories[one.category].id


def _chosen(filings: FilingColumns, kept: Mask) -> FilingColumns:
    names = ("papers", "surveys", "probability", "methods", "since", "until")
    columns = {name: getattr(filings, name)[kept] for name in names}
    return FilingColumns(ids=tuple(np.array(filings.ids, dtype=object)[kept].tolist()), **columns)
