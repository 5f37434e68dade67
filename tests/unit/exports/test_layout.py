"""Papers stand in the discs of their categories, the others around them, and the places are always the same."""

from __future__ import annotations

import math
from dataclasses import replace

from litgraph.exports.layout import place_papers
from tests.unit.exports.drawn import PRUNING, QUANTIZATION, crowd, empty, paper, survey


def test_papers_stand_inside_their_categories() -> None:
    graph = survey()
    layout = place_papers(graph)
    for number, one in enumerate(graph.papers):
        for depth in range(1, len(one.categories[0]) + 1) if one.categories else ():
            disc = layout.discs[one.categories[0][:depth]]
            assert math.dist((disc.x, disc.y), layout.points[number]) + layout.radii[number] <= disc.radius


def test_only_inhabited_categories_have_discs() -> None:
    assert set(place_papers(survey()).discs) == {("Model-Centric",), QUANTIZATION, PRUNING}


def test_a_paper_of_no_category_stands_outside() -> None:
    graph = survey()
    layout = place_papers(graph)
    disc = layout.discs[("Model-Centric",)]
    assert math.dist((disc.x, disc.y), layout.points[0]) > disc.radius


def test_citations_make_papers_larger() -> None:
    layout = place_papers(survey())
    assert layout.radii[1] > layout.radii[2]


def test_layout_is_the_same_every_time() -> None:
    graph = crowd(120)
    assert place_papers(graph) == place_papers(graph)


def test_crowd_does_not_pile_up() -> None:
    layout = place_papers(crowd(300))
    apart = sorted(math.dist(a, b) for i, a in enumerate(layout.points) for b in layout.points[:i])
    assert apart[0] > 1.0


def test_tied_papers_stand_nearer_than_others() -> None:
    graph = crowd(300)
    layout = place_papers(graph)
    tied = [math.dist(layout.points[a], layout.points[b]) for a, b in graph.citations]
    everyone = [math.dist(a, b) for i, a in enumerate(layout.points) for b in layout.points[:i]]
    assert sum(tied) / len(tied) < 0.75 * sum(everyone) / len(everyone)


def test_nothing_one_and_unlinked_papers_have_places() -> None:
    assert place_papers(empty()).points == ()
    assert len(place_papers(crowd(1)).points) == 1
    assert all(math.isfinite(x) for point in place_papers(crowd(9, linked=False)).points for x in point)


def test_papers_beside_subcategories_have_room() -> None:
    graph = replace(survey(), papers=(*survey().papers, paper("local:z", "Overview", categories=(("Model-Centric",),))))
    layout = place_papers(graph)
    disc = layout.discs[QUANTIZATION]
    assert math.dist((disc.x, disc.y), layout.points[4]) >= disc.radius
