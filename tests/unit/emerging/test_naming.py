"""Names of clusters: two to five words, in the titles' spelling, given once."""

from __future__ import annotations

import pytest

from litgraph.emerging.naming import name_clusters
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper


def papers(*titles: str) -> list[Paper]:
    return [Paper(id=PaperId(f"local:{number}"), title=title) for number, title in enumerate(titles)]


SPECULATIVE = papers(
    "Fast Inference by Speculative Decoding",
    "EAGLE: Speculative Decoding of Features",
    "A tree for speculative decoding",
)
CACHE = papers("KV cache compression", "Evicting the KV Cache", "SnapKV: KV Cache Compression", "KV caches on disk")


def test_a_cluster_is_called_what_its_titles_share_in_their_spelling() -> None:
    (speculative, _), (cache, terms) = name_clusters([SPECULATIVE, CACHE])

    assert speculative == "Speculative Decoding"
    assert cache.startswith("KV Cache")
    assert any("Compression" in term for term in terms)


def test_a_phrase_is_spelt_as_a_whole_whatever_its_words_are_elsewhere() -> None:
    agents = papers("Agent memory at scale", "On agent memory", "LLM Agents act", "Agents plan", "Many agents talk")

    ((label, terms),) = name_clusters([agents])

    assert label == "Agent Memory"
    assert "Agents" in terms


def test_no_two_clusters_have_one_name() -> None:
    labels = [label for label, _ in name_clusters([CACHE, CACHE, CACHE, CACHE])]

    assert len({label.casefold() for label in labels}) == 4


@pytest.mark.parametrize(
    "titles", [("", "", ""), ("The", "Of the", "On it"), ("<b>|x|</b>", "$\\alpha$", "`rm`"), ("量化", "量化", "剪枝")]
)
def test_odd_titles_still_give_a_name_of_two_to_five_words(titles: tuple[str, ...]) -> None:
    ((label, _),) = name_clusters([papers(*titles)])

    assert 2 <= len(label.split()) <= 5
