"""Finding the clusters of a corpus as it stands on a day, and what makes one emerging.

Emergence is told by the attributes that Rotolo, Hicks & Martin (2015, doi:10.1016/j.respol.2015.06.006) give an
emerging technology, as far as papers show them: radical novelty, fast growth, coherence, prominent impact (here its
breadth of authors), and persistence in time against mere fashion. Uncertainty is the interval of the growth.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from litgraph.emerging.cluster import Cluster
from litgraph.emerging.communities import Labels, Way, find_communities
from litgraph.emerging.corpus import Corpus, Integers, as_day
from litgraph.emerging.growth import QUARTER, Growth, measure_growth
from litgraph.emerging.naming import name_clusters
from litgraph.emerging.neighbours import Ties, tie_papers
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper

DIGITS = 4
_GROUPS, _QUARTERS = 3, 2  # from which a cluster has breadth, and persists


def find_clusters(corpus: Corpus, today: int, way: Way | None = None) -> tuple[Cluster, ...]:
    """Find the clusters of what was known on a day (an ordinal), those that are expected to grow most first."""
    known = corpus.until(today)
    ties = tie_papers(known)
    labels = find_communities(ties, way)
    growth = measure_growth(known, labels, today)
    members = [np.flatnonzero(labels == number) for number in range(len(growth.expected))]
    ordered = [by_centrality(ties, own) for own in members]
    order = sorted(range(len(members)), key=lambda number: (-growth.expected[number], number))
    named = name_clusters([[known.papers[place] for place in ordered[number]] for number in order])
    clusters = [
        _describe(known, ties, labels, number, ordered[number], growth, today, name)
        for number, name in zip(order, named, strict=True)
    ]
    return tuple(clusters)


def _describe(
    corpus: Corpus,
    ties: Ties,
    labels: Labels,
    number: int,
    members: Integers,
    growth: Growth,
    today: int,
    name: tuple[str, tuple[str, ...]],
) -> Cluster:
    papers = [corpus.papers[place] for place in members]
    days = corpus.days[members]
    novelty = float((corpus.days < np.median(days)).mean())
    persistence = _quarters_in_a_row(days, today)
    groups = _author_groups(papers)
    low = float(growth.low[number])
    broad = groups >= _GROUPS or not any(paper.authors for paper in papers)  # unknown is not narrow
    label, terms = name
    return Cluster(
        id=f"cluster:{hashlib.sha256(corpus.papers[int(members.min())].id.encode()).hexdigest()[:10]}",
        label=label,
        terms=terms,
        description="; ".join(paper.title or paper.id for paper in papers[:3]),
        papers=tuple(paper.id for paper in papers),
        newest=corpus.papers[int(members.max())].id,
        most_cited=_most_cited(corpus, members),
        score=round(float(growth.expected[number]), DIGITS),
        growth=round(float(growth.year[number]), DIGITS),
        interval=(round(low, DIGITS), round(float(growth.high[number]), DIGITS)),
        novelty=round(novelty, DIGITS),
        coherence=round(_coherence(ties, labels == number), DIGITS),
        persistence=persistence,
        groups=groups,
        since=as_day(int(days.min())),
        emerging=low > 1 and novelty > 0.5 and persistence >= _QUARTERS and broad,
    )


def by_centrality(ties: Ties, members: Integers) -> Integers:
    """Order members by the weight of their ties to each other, most first, ties by time."""
    weight = ties[members][:, members].sum(axis=1)
    return members[np.lexsort((members, -np.round(weight, 6)))]


def _coherence(ties: Ties, inside: NDArray[np.bool_]) -> float:
    rows = ties[np.flatnonzero(inside)]
    whole = float(rows.sum())
    return float(rows[:, np.flatnonzero(inside)].sum()) / whole if whole else 0.0


def _quarters_in_a_row(days: Integers, today: int) -> int:
    ages = set(((today - days) // QUARTER).tolist())
    return next(quarter for quarter in range(len(ages) + 1) if quarter not in ages)


def _author_groups(papers: Sequence[Paper]) -> int:
    """Count the sets of papers that share no author with another; papers without authors count for nothing."""
    group: dict[str, str] = {}

    def head(name: str) -> str:
        while group[name] != name:
            name = group[name]
        return name

    for paper in papers:
        for author in paper.authors:
            group.setdefault(author, author)
            group[head(author)] = head(paper.authors[0])
    return len({head(name) for name in group})


def _most_cited(corpus: Corpus, members: Integers) -> PaperId | None:
    counts = np.bincount(corpus.citations[:, 1], minlength=len(corpus))[members]
    return corpus.papers[int(members[counts.argmax()])].id if counts.any() else None
