"""Clusters found in a made-up field, and nothing of the future in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from litgraph.emerging.cluster import Cluster
from litgraph.emerging.corpus import build_corpus, ordinal
from litgraph.emerging.find import find_clusters
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from tests.unit.emerging.made_up import corpus, field

LONG, LATE = range(36), range(26, 36)
TODAY = ordinal("2022-12-31")


def topics(cluster: Cluster) -> set[str]:
    return {key[6:11] for key in cluster.papers}


@pytest.mark.parametrize(("texts", "citations"), [(True, True), (True, False), (False, True)])
def test_topics_are_found_by_texts_or_citations_alone(texts: bool, citations: bool) -> None:
    found = find_clusters(corpus({"prune": LONG, "quant": LONG}, texts=texts, citations=citations), TODAY)

    assert all(len(topics(cluster)) == 1 for cluster in found)
    assert sum(len(cluster.papers) for cluster in found) >= 0.5 * 144
    members = [paper for cluster in found for paper in cluster.papers]
    assert len(members) == len(set(members))


def test_what_is_young_and_grows_comes_first_and_is_emerging() -> None:
    found = find_clusters(corpus({"prune": LONG, "quant": LONG, "cache": LATE}, per_month=4), TODAY)

    first = found[0]
    assert topics(first) == {"cache"}
    assert first.emerging
    assert first.score > 1.3
    assert first.interval[0] < first.growth < first.interval[1]
    assert not any(cluster.emerging for cluster in found if topics(cluster) != {"cache"})


def test_authors_that_nobody_knows_hold_nothing_back() -> None:
    made = corpus({"prune": LONG, "quant": LONG, "cache": LATE}, per_month=4)
    without = replace(made, papers=tuple(replace(paper, authors=()) for paper in made.papers))
    by_one = replace(made, papers=tuple(replace(paper, authors=("One Author",)) for paper in made.papers))

    assert find_clusters(without, TODAY)[0].emerging
    assert not find_clusters(by_one, TODAY)[0].emerging


def test_the_order_is_that_of_the_score() -> None:
    found = find_clusters(corpus({"prune": LONG, "quant": range(24), "cache": LATE}), TODAY)

    assert [cluster.score for cluster in found] == sorted((cluster.score for cluster in found), reverse=True)


def test_the_same_papers_in_another_order_give_the_same_clusters() -> None:
    papers, known, pairs = field({"prune": LONG, "quant": LONG})
    turned = build_corpus(dict(reversed(papers.items())), dict(reversed(known.items())), list(reversed(pairs)), {})

    assert find_clusters(build_corpus(papers, known, pairs, {}), TODAY) == find_clusters(turned, TODAY)


def test_nothing_that_came_later_leaks_in() -> None:
    papers, known, pairs = field({"prune": range(24), "quant": range(24)})
    before = find_clusters(build_corpus(papers, known, pairs, {}), ordinal("2021-12-31"))
    # Later papers that cite everything would unite both topics, and be counted as their growth.
    late = {PaperId(f"local:late-{number}"): "2022-01-01" for number in range(20)}
    told = {
        key: Paper(id=key, title="Structured Pruning and Weight Quantization", date=day) for key, day in late.items()
    }
    planted = [(key, cited) for key in late for cited in papers]

    after = find_clusters(
        build_corpus({**papers, **told}, {**known, **late}, [*pairs, *planted], {}), ordinal("2021-12-31")
    )

    assert after == before


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4])
def test_a_handful_of_papers_is_no_cluster(size: int) -> None:
    papers, known, pairs = field({"prune": range(size)}, per_month=1)

    assert find_clusters(build_corpus(papers, known, pairs, {}), TODAY) == ()
