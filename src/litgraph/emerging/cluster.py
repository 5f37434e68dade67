"""What is told of a cluster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A heading that the taxonomy lacks, and the one to put it under; an empty path is the top."""

    category: str
    parent: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A community of papers, the most central first, as it stands on a day.

    `score` is the expected growth: the share of the next twelve months' papers over the share of all. `growth` is the
    same of the last twelve months, with a 90 % `interval`. `novelty` is the share of the field's papers that are older
    than the cluster's median one, `coherence` the share of its ties' weight that stays within, `persistence` the number
    of quarters in a row, up to the day, that brought it a paper, `groups` how many sets of authors that share nobody
    wrote it.
    """

    id: str
    label: str
    terms: tuple[str, ...]
    description: str
    papers: tuple[PaperId, ...]
    newest: PaperId
    most_cited: PaperId | None
    score: float
    growth: float
    interval: tuple[float, float]
    novelty: float
    coherence: float
    persistence: int
    groups: int
    since: str
    emerging: bool
    nearest: Path | None = None
    proposal: Proposal | None = None


def shape(cluster: Cluster) -> Mapping[str, object]:
    """Give a cluster in the shape that scripts read."""
    proposal = cluster.proposal
    return {
        "id": cluster.id,
        "label": cluster.label,
        "terms": list(cluster.terms),
        "description": cluster.description,
        "papers": list(cluster.papers),
        "size": len(cluster.papers),
        "growth": cluster.growth,
        "growth_interval": list(cluster.interval),
        "score": cluster.score,
        "emerging": cluster.emerging,
        "novelty": cluster.novelty,
        "coherence": cluster.coherence,
        "persistence": cluster.persistence,
        "author_groups": cluster.groups,
        "since": cluster.since,
        "central": cluster.papers[0],
        "newest": cluster.newest,
        "most_cited": cluster.most_cited,
        "nearest_category": list(cluster.nearest) if cluster.nearest else None,
        "proposal": {"category": proposal.category, "parent": list(proposal.parent)} if proposal else None,
    }
