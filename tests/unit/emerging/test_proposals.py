"""What clusters ask of a taxonomy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from litgraph.emerging.cluster import Cluster, Proposal
from litgraph.emerging.proposals import propose_headings
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Category, CategoryId, Path, Taxonomy

PRUNING: Path = ("Compression", "Pruning")
QUANTIZATION: Path = ("Compression", "Quantization")
DATA: Path = ("Data", "Selection")
TAXONOMY = Taxonomy(
    survey="s",
    categories=tuple(
        Category(id=CategoryId(str(number)), path=path, holds_entries=len(path) > 1)
        for number, path in enumerate((("Compression",), PRUNING, QUANTIZATION, ("Data",), DATA))
    ),
)
AXIS = np.eye(3, dtype=np.float32)
NAMES = {PRUNING: AXIS[0], QUANTIZATION: AXIS[1], DATA: AXIS[2]}
P = [PaperId(f"p{number}") for number in range(8)]

CLUSTER = Cluster(
    id="cluster:1",
    label="Layer Merging",
    terms=(),
    description="",
    papers=tuple(P),
    newest=P[7],
    most_cited=None,
    score=2.0,
    growth=2.0,
    interval=(1.2, 3.0),
    novelty=0.9,
    coherence=0.5,
    persistence=4,
    groups=5,
    since="2024-01-01",
    emerging=True,
)


def proposed(cluster: Cluster, listed: Mapping[PaperId, tuple[Path, ...]]) -> tuple[Path | None, Proposal | None]:
    vectors = dict.fromkeys(P, AXIS[0])
    (placed,) = propose_headings([cluster], TAXONOMY, listed, vectors, NAMES)
    return placed.nearest, placed.proposal


def test_a_cluster_over_two_headings_asks_for_one_beside_them() -> None:
    listed = {P[0]: (PRUNING,), P[1]: (QUANTIZATION,), **{PaperId(f"x{n}"): (PRUNING,) for n in range(9)}}

    nearest, proposal = proposed(CLUSTER, listed)

    assert nearest == PRUNING
    assert proposal == Proposal(category="Layer Merging", parent=("Compression",))


def test_what_has_a_heading_by_its_name_asks_for_none() -> None:
    listed = {P[0]: (PRUNING,), P[1]: (QUANTIZATION,)}

    assert proposed(replace(CLUSTER, label="Pruning"), listed)[1] is None
    assert proposed(replace(CLUSTER, label="Quantized"), listed)[1] is None


def test_what_has_a_heading_by_its_papers_asks_for_none() -> None:
    assert proposed(CLUSTER, dict.fromkeys(P[:4], (PRUNING,)))[1] is None


def test_what_is_not_emerging_or_of_another_field_asks_for_none() -> None:
    listed = {P[0]: (PRUNING,), P[1]: (QUANTIZATION,)}

    assert proposed(replace(CLUSTER, emerging=False), listed) == (PRUNING, None)
    assert proposed(CLUSTER, {P[0]: (PRUNING,)}) == (PRUNING, None)


def test_an_empty_taxonomy_has_nothing_near() -> None:
    (placed,) = propose_headings([CLUSTER], Taxonomy(survey="s"), {}, {}, {})

    assert (placed.nearest, placed.proposal) == (None, None)
