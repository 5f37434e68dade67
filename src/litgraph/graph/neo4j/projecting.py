"""The graph of a server as arrays: a row a paper as it comes, its references as numbers, never all rows at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litgraph.graph.backend import Projection
from litgraph.graph.csr import build_rows
from litgraph.model.identifiers import PaperId


def project(rows: Iterable[tuple[Any, ...]]) -> Projection:
    """Gather rows of a paper, its node and the nodes that it cites as CSR arrays.

    A citation of what is not among the papers is left out.
    """
    papers: list[PaperId] = []
    nodes, lengths, cited = array("q"), array("q"), array("q")
    for paper, node, references in rows:
        papers.append(paper)
        nodes.append(node)
        lengths.append(len(references))
        cited.extend(references)
    order = np.array(sorted(range(len(papers)), key=papers.__getitem__), dtype=np.int64)
    places = np.empty(len(papers), dtype=np.int32)
    places[order] = np.arange(len(papers), dtype=np.int32)
    tails = np.repeat(places, _numbers(lengths))
    heads = _placed(_numbers(cited), _numbers(nodes), places)
    kept = (heads >= 0) & (heads != tails)
    forward, _ = build_rows(tails[kept], heads[kept], (len(papers), len(papers)))
    return Projection(papers=[papers[place] for place in order], indptr=forward.indptr, indices=forward.indices)


def _placed(cited: NDArray[np.int64], nodes: NDArray[np.int64], places: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give the place of each cited node, or -1 where it is none of the papers."""
    if not len(nodes):
        return np.full(len(cited), -1, dtype=np.int32)
    by_node = np.argsort(nodes)
    ordered = nodes[by_node]
    at = np.minimum(np.searchsorted(ordered, cited), len(ordered) - 1)
    return np.where(ordered[at] == cited, places[by_node[at]], -1).astype(np.int32)


def _numbers(values: array[int]) -> NDArray[np.int64]:
    return np.frombuffer(values, dtype=np.int64) if values else np.zeros(0, dtype=np.int64)
