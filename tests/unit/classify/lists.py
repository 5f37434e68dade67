"""A small made-up list and its papers, for the tests of this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from litgraph.model.identifiers import PaperId, title_id
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Category, CategoryId, Path, Taxonomy

QUANTIZATION: Path = ("Compression", "Quantization")
PRUNING: Path = ("Compression", "Pruning")
DECODING: Path = ("Inference", "Speculative Decoding")

TITLES: Mapping[Path, Sequence[str]] = {
    QUANTIZATION: (
        "Post-training quantization of weights to four bits",
        "Quantization with low bit activations",
        "Outlier channels in quantization of weights",
        "Bits per weight: vector quantization",
        "Integer quantization for inference",
    ),
    PRUNING: (
        "Structured pruning of attention heads",
        "Unstructured pruning with sparse masks",
        "Sparse masks found by pruning layers",
        "Pruning layers without retraining",
        "One-shot pruning and sparsity",
    ),
    DECODING: (
        "Speculative decoding with a draft model",
        "Draft tokens verified in parallel by speculative decoding",
        "Decoding several tokens with draft heads",
        "Verified draft trees for decoding",
        "A draft model for speculative sampling of tokens",
    ),
}


def taxonomy(paths: Sequence[Path] = tuple(TITLES), *, holding: bool = True) -> Taxonomy:
    """Make a taxonomy of leaves and what is above them."""
    everything = dict.fromkeys(path[:depth] for path in paths for depth in range(1, len(path) + 1))
    return Taxonomy(
        survey="made-up",
        categories=tuple(
            Category(id=CategoryId("/".join(path)), path=path, holds_entries=holding and path in paths)
            for path in everything
        ),
    )


def paper(title: str, abstract: str = "") -> Paper:
    """Make a paper of a title."""
    return Paper(id=title_id(title or abstract), title=title, abstract=abstract)


def by_id(*papers: Paper) -> dict[PaperId, Paper]:
    """Index papers by their id."""
    return {one.id: one for one in papers}


LISTED = {paper(title).id: (path,) for path, titles in TITLES.items() for title in titles}
PAPERS = by_id(*(paper(title) for titles in TITLES.values() for title in titles))
