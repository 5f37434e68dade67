"""How many nodes and edges a graph has, counted over its arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from litgraph.graph.arrays import IN, OUT, columns_of, ways_of
from litgraph.graph.backend import Counts
from litgraph.graph.csr import Mask, count_known
from litgraph.graph.schema import WITNESSED, Edge, Label
from litgraph.graph.sidecar import Arrays
from litgraph.graph.stays import known_by, stand
from litgraph.model.framework import System, capability_id
from litgraph.model.taxonomy import Taxonomy
from litgraph.store.record import Record
from litgraph.store.techniques import count_said, fetch_families


def count_graph(
    arrays: Arrays,
    taxonomies: Sequence[Taxonomy],
    systems: Sequence[System],
    said: Mapping[str, int],
    as_of: str | None,
) -> Counts:
    """Count what is known of the arrays, and of the surveys' taxonomies and systems, on a day; `said` by techniques."""
    known = known_by(arrays["known_from"], as_of)
    numbers: dict[str, int] = {
        **said,
        Label.PAPER: int(np.count_nonzero(known)),
        Label.AUTHOR: _count_named(arrays, Edge.AUTHORED_BY, known),
        Label.VENUE: _count_named(arrays, Edge.PUBLISHED_IN, known),
        Edge.CITES: int(count_known(ways_of(arrays, Edge.CITES, OUT), known)[known].sum()),
        Edge.IN_CATEGORY: _count_standing(arrays, Edge.IN_CATEGORY, "categories", known, as_of),
        Edge.LISTS: _count_standing(arrays, Edge.LISTS, "surveys", known, as_of),
        Edge.AUTHORED_BY: int(ways_of(arrays, Edge.AUTHORED_BY, OUT).lengths[known].sum()),
        Edge.PUBLISHED_IN: int(ways_of(arrays, Edge.PUBLISHED_IN, OUT).lengths[known].sum()),
    }
    return compose_counts(numbers, taxonomies, systems)


def count_techniques(record: Record, systems: Sequence[System], as_of: str | None) -> dict[str, int]:
    """Count the techniques of a record, those of the lists' tables among them, and what is said of them."""
    families, said = fetch_families(record, as_of), count_said(record, as_of)
    named: dict[str, int] = {edge: said.get(edge, 0) for edge in WITNESSED}
    return named | {
        Label.TECHNIQUE: len(families.keys() | {system.technique for system in systems}),
        Label.CLAIM: said["claims"],
        Edge.VARIANT_OF: sum(family is not None for family in families.values()),
        Edge.MENTIONS: said["mentions"],
        Edge.INTRODUCES: said["introduced"],
        Edge.REPORTS: said["claims"],
        Edge.ABOUT: said["about"],
    }


def compose_counts(numbers: Mapping[str, int], taxonomies: Sequence[Taxonomy], systems: Sequence[System]) -> Counts:
    """Add to the numbers of papers, names, techniques and their edges those of the surveys."""
    children = [taxonomy.parent(category) for taxonomy in taxonomies for category in taxonomy.categories]
    able = {(system.technique, capability_id(name)) for system in systems for name in system.capabilities}
    told: dict[str, int] = {
        **numbers,
        Label.CATEGORY: len(children),
        Label.SURVEY: len(taxonomies),
        Label.CAPABILITY: len({capability for _, capability in able}),
        Edge.CHILD_OF: sum(parent is not None for parent in children),
        Edge.HAS_CAPABILITY: len(able),
    }
    return Counts(
        nodes={label: told.get(label, 0) for label in Label}, edges={edge: told.get(edge, 0) for edge in Edge}
    )


def _count_named(arrays: Arrays, edge: Edge, known: Mask) -> int:
    """Count the authors or venues of known papers."""
    return int(np.count_nonzero(count_known(ways_of(arrays, edge, IN), known)))


def _count_standing(arrays: Arrays, edge: Edge, end: str, known: Mask, as_of: str | None) -> int:
    """Count the pairs of a paper and the edge's other end that stand on the day, each once."""
    columns = columns_of(arrays, edge)
    there = stand(columns["since"], columns["until"], as_of) & known[columns["papers"]]
    ends = (columns["papers"], columns["surveys"], columns[end])
    return len(np.unique(np.stack([column[there] for column in ends]), axis=1).T)
