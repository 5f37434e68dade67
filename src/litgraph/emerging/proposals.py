"""What clusters ask of a taxonomy: the category nearest to each, and the heading that is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from litgraph.emerging.cluster import Cluster, Proposal
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path, Taxonomy
from litgraph.queries.correspondence import words_of

LISTED = 2  # papers of a cluster that the survey must list: what it has none of is another field's
_COVERED = 0.5  # share of a cluster's listed papers at a heading, and of the heading's in it, that make them one
_MOSTLY = 0.6  # share of a cluster's listed papers that its parent must hold
_SAME_NAME = 0.6  # of two headings' words are shared: the same under another name

Places = Mapping[PaperId, Sequence[Path]]


def propose_headings(
    clusters: Sequence[Cluster],
    taxonomy: Taxonomy,
    listed: Places,
    vectors: Mapping[PaperId, NDArray[np.float32]],
    names: Mapping[Path, NDArray[np.float32]],
) -> tuple[Cluster, ...]:
    """Give each cluster the category nearest to it, and emerging ones that have no heading yet a proposal.

    `listed` gives where people put papers, `names` the vector of each heading that papers can be filed at.
    """
    centroids = _centroids(taxonomy, listed, vectors, names)
    return tuple(_placed(cluster, taxonomy, listed, vectors, centroids) for cluster in clusters)


def _placed(
    cluster: Cluster,
    taxonomy: Taxonomy,
    listed: Places,
    vectors: Mapping[PaperId, NDArray[np.float32]],
    centroids: Mapping[Path, NDArray[np.float32]],
) -> Cluster:
    own = [path for paper in cluster.papers for path in listed.get(paper, ())]
    nearest = _nearest(cluster, own, vectors, centroids)
    if nearest is None or not cluster.emerging or len({p for p in cluster.papers if p in listed}) < LISTED:
        return replace(cluster, nearest=nearest)
    if _is_there(cluster, own, taxonomy, listed):
        return replace(cluster, nearest=nearest)
    parent = _parent(own, nearest)
    return replace(cluster, nearest=nearest, proposal=Proposal(category=cluster.label, parent=parent))


def _nearest(
    cluster: Cluster,
    own: Sequence[Path],
    vectors: Mapping[PaperId, NDArray[np.float32]],
    centroids: Mapping[Path, NDArray[np.float32]],
) -> Path | None:
    """Choose by the listed papers' headings where there are any, and by the likeness of texts."""
    texts = [vectors[paper] for paper in cluster.papers if paper in vectors]
    middle = np.mean(texts, axis=0) if texts else None
    counts = Counter(own)
    weight = {path: counts[path] / len(own) for path in counts}
    if middle is not None:
        for path, centroid in centroids.items():
            weight[path] = weight.get(path, 0.0) + _cosine(middle, centroid)
    return min(weight, key=lambda path: (-round(weight[path], 5), path)) if weight else None


def _is_there(cluster: Cluster, own: Sequence[Path], taxonomy: Taxonomy, listed: Places) -> bool:
    """Tell whether the taxonomy has this heading, by its name or by its papers."""
    label = words_of(cluster.label)
    for category in taxonomy.categories:
        words = words_of(category.name)
        if label and words and len(label & words) / len(label | words) >= _SAME_NAME:
            return True
    counts = Counter(own)
    everywhere = Counter(path for paths in listed.values() for path in paths)
    return any(
        count >= _COVERED * len(own) and count >= _COVERED * everywhere[path] and count > LISTED
        for path, count in counts.items()
    )


def _parent(own: Sequence[Path], nearest: Path) -> Path:
    """Give the lowest heading that groups others and holds most of the listed papers, else that above the nearest."""
    above = Counter(path[:depth] for path in own for depth in range(1, len(path)))
    holding = [path for path, count in above.items() if count >= _MOSTLY * len(own)]
    return min(holding, key=lambda path: (-len(path), -above[path], path)) if holding else nearest[:-1]


def _centroids(
    taxonomy: Taxonomy,
    listed: Places,
    vectors: Mapping[PaperId, NDArray[np.float32]],
    names: Mapping[Path, NDArray[np.float32]],
) -> dict[Path, NDArray[np.float32]]:
    """Give each leaf the mean of its name's vector and its papers'."""
    rows: dict[Path, list[NDArray[np.float32]]] = {leaf.path: [] for leaf in taxonomy.leaves}
    for path in rows:
        rows[path] += [names[path]] if path in names else []
    for paper, paths in listed.items():
        for path in paths:
            if path in rows and paper in vectors:
                rows[path].append(vectors[paper])
    return {path: np.asarray(np.mean(own, axis=0)) for path, own in rows.items() if own}


def _cosine(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / lengths if lengths else 0.0
