"""The arrays of a graph: columns of the record, grouped and sorted so that a question touches only what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litgraph.graph.csr import Rows, build_rows
from litgraph.graph.keys import build_keys
from litgraph.graph.schema import Edge
from litgraph.graph.sidecar import Arrays
from litgraph.store.columns import FilingColumns, GraphColumns, NameColumns

OUT, IN = "out", "in"


def build_arrays(columns: GraphColumns) -> dict[str, NDArray[Any]]:
    """Build the arrays of a graph; its edges stand both ways, so that either end is found from the other."""
    papers = len(columns.papers.keys)
    return {
        **_table("papers", columns.papers.keys),
        "known_from": columns.papers.known_from,
        "years": columns.papers.years,
        "stubs": columns.papers.stubs,
        **_both_ways(Edge.CITES, columns.citing, columns.cited, (papers, papers)),
        **_names(Edge.AUTHORED_BY, columns.authors, papers),
        **_names(Edge.PUBLISHED_IN, columns.venues, papers),
        **{f"{Edge.LISTS}.{name}": getattr(columns.listings, name) for name in ("surveys", "papers", "since", "until")},
        **_filings(columns.filings, papers),
    }


def ways_of(arrays: Arrays, edge: Edge, way: str) -> Rows:
    """Take the rows of one edge type and direction from the arrays."""
    return Rows(indptr=arrays[f"{edge}.{way}.indptr"], indices=arrays[f"{edge}.{way}.indices"])


def columns_of(arrays: Arrays, edge: Edge) -> dict[str, NDArray[Any]]:
    """Take the columns of one edge type that has no directions, by name, without its tables of texts."""
    names = (name for name in arrays if name.startswith(f"{edge}.") and name.count(".") == 1)
    return {name.partition(".")[2]: arrays[name] for name in names}


def _table(name: str, texts: Sequence[str]) -> dict[str, NDArray[Any]]:
    text, offsets = build_keys(texts)
    return {f"{name}.text": text, f"{name}.offsets": offsets}


def _names(edge: Edge, columns: NameColumns, papers: int) -> dict[str, NDArray[Any]]:
    shape = (papers, len(columns.names))
    return {**_table(f"{edge}.names", columns.names), **_both_ways(edge, columns.papers, columns.named, shape)}


def _both_ways(
    edge: Edge, tails: NDArray[np.int32], heads: NDArray[np.int32], shape: tuple[int, int]
) -> dict[str, NDArray[Any]]:
    ways = zip((OUT, IN), build_rows(tails, heads, shape), strict=True)
    parts = ((way, name, getattr(rows, name)) for way, rows in ways for name in ("indptr", "indices"))
    return {f"{edge}.{way}.{name}": array for way, name, array in parts}


def _filings(columns: FilingColumns, papers: int) -> dict[str, NDArray[Any]]:
    """Group the filings by paper, and number their categories."""
    ids = sorted(set(columns.ids))
    numbers = {category: number for number, category in enumerate(ids)}
    categories = np.array([numbers[category] for category in columns.ids], dtype=np.int32)
    order = np.lexsort((columns.since, categories, columns.surveys, columns.papers))
    names = ("papers", "surveys", "probability", "methods", "since", "until")
    counts = np.bincount(columns.papers, minlength=papers)
    return {
        **{f"{Edge.IN_CATEGORY}.{name}": getattr(columns, name)[order] for name in names},
        f"{Edge.IN_CATEGORY}.categories": categories[order],
        f"{Edge.IN_CATEGORY}.indptr": np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        **_table(f"{Edge.IN_CATEGORY}.ids", ids),
    }
