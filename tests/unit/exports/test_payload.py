"""Which categories get a colour of their own."""

from __future__ import annotations

from litgraph.exports.graph import ExportGraph
from litgraph.exports.payload import MOST_COLOURS, colour_groups
from litgraph.model.taxonomy import Path
from tests.unit.exports.drawn import PRUNING, QUANTIZATION, paper, survey


def filed(*paths: Path) -> ExportGraph:
    papers = tuple(paper(f"local:{n:03d}", categories=(path,)) for n, path in enumerate(paths))
    return ExportGraph(survey="S", generated="2024-05-06", papers=papers)


def test_deepest_level_with_few_enough_categories() -> None:
    assert colour_groups(survey()) == (QUANTIZATION, PRUNING)


def test_top_level_where_the_next_has_too_many() -> None:
    graph = filed(*((top, f"{top}{n}") for top in "ABC" for n in range(6)))
    assert colour_groups(graph) == (("A",), ("B",), ("C",))


def test_largest_of_the_next_level_below_a_single_top() -> None:
    paths = [("Papers", f"{n:02d}") for n in range(12) for _ in range(n + 1)]
    assert colour_groups(filed(*paths)) == tuple(("Papers", f"{n:02d}") for n in range(12 - MOST_COLOURS, 12))


def test_no_category_no_colour() -> None:
    assert colour_groups(filed()) == ()
